import { deepStrictEqual, match, ok } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { SMTPServer } from "smtp-server";
import { sql } from "../lib/db/mod.ts";
import { customerOf, fileCustomer, monthFileOf, placesOn } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";

const server = await postgresServer();
const newPlace = placesOn(server);
const now = "2025-01-06T10:00:00+09:00";

interface Received {
  readonly to: readonly string[];
  readonly raw: string;
}

interface Post {
  readonly url: string;
  readonly received: readonly Received[];
  /** Addresses that are refused for good. */
  readonly refuses: Set<string>;
}

/** A mail server on a loopback port for the length of a test. */
async function withPost(act: (post: Post) => Promise<void>): Promise<void> {
  const received: Received[] = [];
  const refuses = new Set<string>();
  const post = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) =>
      done(refuses.has(address) ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => void chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        received.push({ to, raw: Buffer.concat(chunks).toString("latin1") });
        done(null);
      });
    },
  });
  post.on("error", () => {});
  await new Promise<void>((resolve) => void post.listen(0, "127.0.0.1", () => resolve()));
  const address = post.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    await act({ url: `smtp://127.0.0.1:${port}`, received, refuses });
  } finally {
    await new Promise<void>((resolve) => post.close(() => resolve()));
  }
}

function unfolded(raw: string): string {
  return raw.replaceAll(/\r\n[ \t]+/g, " ");
}

function subjectOf(raw: string): string {
  const line = /^Subject: (.*)$/m.exec(unfolded(raw))?.[1]?.replaceAll(/\?=\s+=\?/g, "?==?").trim() ?? "";
  return line.replaceAll(
    /=\?utf-8\?([BQ])\?([^?]*)\?=/gi,
    (_all, kind: string, text: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("utf8")
        : decodeURIComponent(text.replaceAll("_", "%20").replaceAll("=", "%")),
  );
}

/** The attachments of a mail: decoded name (RFC 2231) and content. */
function attachmentsOf(raw: string): { name: string; content: Uint8Array }[] {
  const boundary = /boundary="([^"]*)"/.exec(unfolded(raw))?.[1] ?? "";
  return raw.split(`--${boundary}`).flatMap((part) => {
    const [head = "", body = ""] = part.split(/\r\n\r\n/, 2);
    if (!/Content-Disposition: attachment/i.test(head)) return [];
    const pieces = [...unfolded(head).matchAll(/filename\*\d+\*?=("[^"]*"|[^;\s]*)/g)];
    const encoded = pieces.map((piece) => (piece[1] ?? "").replaceAll('"', "")).join("");
    const name = decodeURIComponent(encoded.replace(/^utf-8''/i, ""));
    return [{ name, content: new Uint8Array(Buffer.from(body, "base64")) }];
  });
}

Deno.test("month --send mails each bill with both files, tells a refused recipient, and mails again only to that one", async () => {
  const place = await newPlace();
  const env = (post: Post) => ({ SMTP_URL: post.url, MAIL_ALLOWLIST: "@example.com" });
  const customers = [
    fileCustomer(1),
    fileCustomer(2, { contact: { name: "정산 담당", email: "gone@example.com" } }),
    fileCustomer(3, { contact: { name: "정산 담당", email: "someone@example.org" } }),
  ];
  await withPost(async (post) => {
    post.refuses.add("gone@example.com");
    const file = monthFileOf(customers);
    const first = await place.run({ file, now, env: env(post), args: ["--send"] });
    deepStrictEqual(first.report.customers.map((customer) => customer.statement?.mail), ["sent", "failed", "kept"]);
    deepStrictEqual(first.report.failures, [{
      memberNo: "1000002",
      step: "mail",
      reason: "메일 서버가 받지 않았습니다: 550 no such mailbox",
    }]);
    deepStrictEqual(post.received.map((mail) => mail.to), [["billing-1@example.com"]]);
    const [mail] = post.received;
    match(subjectOf(mail?.raw ?? ""), /예시클라우드 주식회사.*2024년 12월.*요금청구서/);
    const statement = customerOf(first.report, "1000001").statement;
    ok(statement);
    deepStrictEqual(
      attachmentsOf(mail?.raw ?? ""),
      [statement.xlsx, statement.pdf].map((path) => ({
        name: path.replace(/.*\//, ""),
        content: Deno.readFileSync(path),
      })),
    );

    // Still refused; then under a new address. The clock of the second run stands before the first one's end.
    const again = await place.run({ file, now, env: env(post), args: ["--send"] });
    deepStrictEqual(again.report.failures.map((failure) => failure.memberNo), ["1000002"]);
    const moved = monthFileOf([customers[0], fileCustomer(2), customers[2]]);
    const last = await place.run({ file: moved, now, env: env(post), args: ["--send"] });
    deepStrictEqual(last.report.failures, []);
    deepStrictEqual(last.report.customers.map((customer) => customer.statement?.mail), ["sent", "sent", "kept"]);
    deepStrictEqual(post.received.map((each) => each.to), [["billing-1@example.com"], ["billing-2@example.com"]]);
    const numbers = (report: typeof first.report) => report.customers.map((customer) => customer.statement?.number);
    deepStrictEqual(numbers(last.report), numbers(first.report));
  });
});

Deno.test("month --send sends what a run that was killed left in the queue", async () => {
  const place = await newPlace();
  const file = monthFileOf([fileCustomer(1)]);
  await withPost(async (post) => {
    const env = { SMTP_URL: post.url, MAIL_ALLOWLIST: "@example.com" };
    post.refuses.add("billing-1@example.com");
    await place.run({ file, now, env, args: ["--send"] });
    post.refuses.clear();
    // One that is being sent to for more than two minutes belonged to a process that died.
    await place.query(sql`
      update notice_recipients set state = 'sending', reason = null, tried_at = tried_at - interval '3 minutes'`);
    const { report } = await place.run({ file, now, env, args: ["--send"] });
    deepStrictEqual([report.failures, report.customers[0]?.statement?.mail], [[], "sent"]);
    deepStrictEqual(post.received.map((mail) => mail.to), [["billing-1@example.com"]]);
  });
});
