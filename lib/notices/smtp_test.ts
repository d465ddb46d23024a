import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { ProviderError } from "../prelude.ts";
import type { Delivery, Mail } from "./port.ts";
import { type SmtpMailer, smtpMailer } from "./smtp.ts";

const subject = "[가온클라우드] 2024년 10월부터 2024년 12월까지 이용분 요금청구서를 보내 드립니다 (2024-12-0001)";
const fileName = "요금청구서_주식회사 나루소프트 네이버클라우드 서비스_2024년 12월 (2024-12-0001).xlsx";
const mail: Mail = {
  messageId: "<0195-abcd@cla-bill>",
  from: { name: "주식회사 가온클라우드 정산팀, 요금 담당", address: "billing@example.com" },
  replyTo: "help@example.com",
  to: ["a@example.com"],
  subject,
  text: "안녕하세요.\n요금청구서를 보내 드립니다.\n",
  html: "<p>안녕하세요.</p>",
  attachments: [{ name: fileName, type: "application/octet-stream", content: new Uint8Array([0, 255, 13, 10, 46]) }],
};

interface Received {
  readonly to: readonly string[];
  readonly raw: string;
}

interface Post {
  readonly mailer: SmtpMailer;
  readonly received: readonly Received[];
  readonly port: number;
}

function answer(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Runs `act` against a mail server on a loopback port that answers as `options` say. */
async function withServer(options: SMTPServerOptions, act: (post: Post) => Promise<void>): Promise<void> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => void chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        received.push({ to, raw: Buffer.concat(chunks).toString("latin1") });
        done(null);
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 5_000 });
  try {
    await act({ mailer, received, port });
  } finally {
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** One header, unfolded, with its encoded words (RFC 2047) and continued parameters (RFC 2231) decoded. */
function header(raw: string, name: string): string {
  const unfolded = raw.replaceAll(/\r\n[ \t]+/g, " ");
  const line = unfolded.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? "";
  const value = line.slice(name.length + 1).trim().replaceAll(/\?=\s+=\?/g, "?==?");
  return value.replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_all, kind: string, text: string) => {
    if (kind.toUpperCase() === "B") return Buffer.from(text, "base64").toString("utf8");
    return decodeURIComponent(text.replaceAll("_", "%20").replaceAll("=", "%"));
  });
}

function parameter(value: string, name: string): string {
  const parts = [...value.matchAll(new RegExp(`${name}\\*\\d+\\*?=("[^"]*"|[^;\\s]*)`, "g"))];
  const text = parts.map((part) => (part[1] ?? "").replace(/^"|"$/g, "")).join("");
  return decodeURIComponent(text.replace(/^utf-8''/i, ""));
}

function part(raw: string, type: string): string {
  const at = raw.indexOf(`Content-Type: ${type}`);
  const [head = "", ...rest] = raw.slice(at).split("\r\n\r\n");
  const body = rest.join("\r\n\r\n").split("\r\n--")[0] ?? "";
  const bytes = /base64/i.test(head) ? Buffer.from(body, "base64") : Buffer.from(body, "latin1");
  return bytes.toString("latin1");
}

function sent(address: string): Delivery {
  return { address, state: "sent", reason: null };
}

function failed(address: string, words: string): Delivery {
  return { address, state: "failed", reason: `메일 서버가 받지 않았습니다: ${words}` };
}

Deno.test("smtpMailer() delivers long Korean subject, names and attachment intact", async () => {
  await withServer({}, async ({ mailer, received }) => {
    deepStrictEqual(await mailer.send(mail), [sent("a@example.com")]);
    const raw = received[0]?.raw ?? "";
    strictEqual(header(raw, "Subject"), subject);
    strictEqual(header(raw, "From"), "주식회사 가온클라우드 정산팀, 요금 담당 <billing@example.com>");
    strictEqual(header(raw, "To"), "a@example.com");
    strictEqual(header(raw, "Message-ID"), "<0195-abcd@cla-bill>");
    strictEqual(header(raw, "Reply-To"), "help@example.com");
    strictEqual(parameter(header(raw, "Content-Disposition"), "filename"), fileName);
    strictEqual(part(raw, "application/octet-stream"), "\x00\xff\r\n.");
    strictEqual(Buffer.from(part(raw, "text/plain"), "latin1").toString("utf8"), mail.text);
  });
});

Deno.test("smtpMailer() tells each recipient's own fate where one of three is refused for good and one for now", async () => {
  const refuse = { "b@example.com": answer(550, "5.1.1 no such user"), "c@example.com": answer(451, "4.7.1 later") };
  const onRcptTo: NonNullable<SMTPServerOptions["onRcptTo"]> = ({ address }, _session, done) =>
    done(Object.entries(refuse).find(([name]) => name === address)?.[1] ?? null);
  await withServer({ onRcptTo }, async ({ mailer, received }) => {
    deepStrictEqual(await mailer.send({ ...mail, to: ["a@Example.com", "b@example.com", "c@example.com"] }), [
      sent("a@Example.com"),
      failed("b@example.com", "550 5.1.1 no such user"),
      failed("c@example.com", "451 4.7.1 later"),
    ]);
    deepStrictEqual(received.map((each) => each.to.length), [1]);
  });
});

Deno.test("smtpMailer() answers failed deliveries where all are refused, and goes on with the next mail", async () => {
  const onRcptTo: NonNullable<SMTPServerOptions["onRcptTo"]> = ({ address }, _session, done) =>
    done(address.startsWith("a") ? null : answer(550, "no such user"));
  await withServer({ onRcptTo }, async ({ mailer, received }) => {
    deepStrictEqual(await mailer.send({ ...mail, to: ["b@example.com", "c@example.com"] }), [
      failed("b@example.com", "550 no such user"),
      failed("c@example.com", "550 no such user"),
    ]);
    deepStrictEqual(await mailer.send(mail), [sent("a@example.com")]);
    strictEqual(received.length, 1);
  });
});

Deno.test("smtpMailer() fails the deliveries of a message that the server refuses for good, and throws for now", async () => {
  const refusing = (code: number): SMTPServerOptions => ({
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on("end", () => done(answer(code, "no room")));
    },
  });
  await withServer(refusing(552), async ({ mailer }) => {
    deepStrictEqual(await mailer.send(mail), [failed("a@example.com", "552 no room")]);
  });
  await withServer(refusing(452), async ({ mailer }) => {
    await rejects(mailer.send(mail), { name: "ProviderError", vendor: "smtp", code: "EMESSAGE", retryable: true });
  });
});

Deno.test("smtpMailer() throws a retryable failure where no server answers or the connection breaks", async () => {
  const unused = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = unused.addr;
  unused.close();
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 2_000 });
  await rejects(mailer.send(mail), { name: "ProviderError", vendor: "smtp", code: "ESOCKET", retryable: true });
  mailer.close();
  const onRcptTo: NonNullable<SMTPServerOptions["onRcptTo"]> = (_address, _session, done) => done(answer(421, "bye"));
  await withServer({ onRcptTo }, async ({ mailer }) => {
    await rejects(mailer.send(mail), (error) => error instanceof ProviderError && error.retryable);
  });
});

Deno.test("smtpMailer() throws a lasting failure where the server refuses the password", async () => {
  const options: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(answer(535, "wrong password")),
  };
  await withServer(options, async ({ port }) => {
    const mailer = smtpMailer({ url: `smtp://user:wrong@127.0.0.1:${port}` });
    await rejects(mailer.send(mail), { name: "ProviderError", vendor: "smtp", code: "EAUTH", retryable: false });
    mailer.close();
  });
});

Deno.test("smtpMailer() refuses to add a header, a line or a recipient, and calls no server", async () => {
  const attacks: Mail[] = [
    { ...mail, subject: "요금\r\nBcc: x@example.net" },
    { ...mail, from: { ...mail.from, name: "가온\nBcc: x@example.net" } },
    { ...mail, to: ["a@example.com, x@example.net"] },
    { ...mail, to: ["a@example.com\r\nRCPT TO:<x@example.net>"] },
    { ...mail, attachments: [{ name: 'a"\r\nX-Y: z', type: "text/plain", content: new Uint8Array() }] },
  ];
  await withServer({}, async ({ mailer, received }) => {
    for (const attack of attacks) await rejects(mailer.send(attack), { name: "RefusedInput" });
    strictEqual(received.length, 0);
  });
});

Deno.test("smtpMailer() lets no name pass for an address", async () => {
  await withServer({}, async ({ mailer, received }) => {
    for (const name of ['가온" <x@example.net>', 'Gaon" <x@example.net>, "', "Gaon, x@example.net"]) {
      await mailer.send({ ...mail, from: { ...mail.from, name } });
    }
    const senders = received.map(({ raw }) => /^From: (.*(\r\n[ \t].*)*)/m.exec(raw)?.[1] ?? "");
    strictEqual(senders.length, 3);
    for (const sender of senders) {
      match(sender, /^("([^"\\]|\\.)*"|(\s*=\?[\w-]+\?[BQ]\?[^?\s]*\?=)+) <billing@example\.com>$/);
    }
    deepStrictEqual(received.map(({ to }) => to), [["a@example.com"], ["a@example.com"], ["a@example.com"]]);
  });
});
