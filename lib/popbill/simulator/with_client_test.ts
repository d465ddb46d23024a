import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { localDate, seoulText } from "../../calendar.ts";
import { won } from "../../money.ts";
import { popbillBank } from "../bank.ts";
import { popbillClient } from "../client.ts";
import { amended, ordinary, supplier } from "../tax_invoice_for_tests.ts";
import { popbillIssuer } from "../tax_invoices.ts";
import type { Bench } from "./bench_for_tests.ts";
import { bench, moment } from "./bench_for_tests.ts";
import { simulatedLink } from "./mod.ts";

const brn = simulatedLink.corpNum;
const content = { ...ordinary, supplier: { ...supplier, brn } };

function clients(on: Bench) {
  const client = popbillClient({
    linkId: simulatedLink.linkId,
    secretKey: simulatedLink.secretKey,
    env: "test",
    authUrl: "http://popbill.example",
    apiUrl: "http://popbill.example",
    fetch: on.simulator,
    wallClockMs: on.context.wallClockMs,
    sleep: () => Promise.resolve(),
  });
  const sleep = () => Promise.resolve();
  return {
    issuer: popbillIssuer(client, { mayMail: () => true }),
    bank: popbillBank(client, { now: () => on.clock.now(), sleep }),
  };
}

Deno.test("the real client issues, sees the NTS accept, amends, and reads the deposit", async () => {
  const on = await bench("2026-02-03 10:15:02");
  const { issuer, bank } = clients(on);
  const ready = await issuer.readiness(brn);
  deepStrictEqual([ready.isMember, ready.certificateValid, ready.transfersAtIssue], [true, true, false]);
  const { approvalNo } = await issuer.issue(content, { forceLate: false, memo: "2026-01 정산" });
  on.passMs(600_000);
  strictEqual((await issuer.status(brn, content.documentKey))?.state, "issued");
  on.clock.moveTo(moment("2026-02-04 15:12"));
  const [status] = await issuer.statuses(brn, [content.documentKey, "NONE"]);
  deepStrictEqual([status?.state, status?.resultCode, status?.approvalNo], ["completed", "SUC001", approvalNo]);
  strictEqual(status?.resultAt && seoulText(status.resultAt), "2026-02-04T15:12:00+09:00");
  const correction = amended({
    documentKey: "T-A",
    reason: "supply_change",
    writeDate: "2026-02-04",
    supply: -200_000,
    tax: -20_000,
  });
  const amendment = { reason: "supply_change", originalApprovalNo: approvalNo } as const;
  const { supplier: sender } = content;
  await issuer.issue({ ...correction, supplier: sender, amendment }, { forceLate: false, memo: "" });
  await issuer.transferNow(brn, "T-A");
  await rejects(issuer.cancel(brn, "T-A", ""), { code: "-11002030" });
  match(await issuer.xml(brn, "T-A"), /<TypeCode>0201</);
  strictEqual(new TextDecoder().decode((await issuer.pdf(brn, "T-A")).slice(0, 5)), "%PDF-");
  const [bankAccount] = await bank.accounts(brn);
  if (!bankAccount) throw new TypeError("the demo MSP has a bank account");
  const range = { from: localDate("2026-01-01"), to: localDate("2026-02-28") };
  const deposits = await bank.deposits(brn, bankAccount, range);
  deepStrictEqual(deposits.map((line) => [line.amount, line.depositorName]), [[won(1_320_000), "샘플상사"]]);
});

Deno.test("the real client meets an unknown outcome as a network failure, and finds the document by its key", async () => {
  const on = await bench("2026-02-03 10:15");
  const { issuer } = clients(on);
  const silent = { ...content, recipient: { ...content.recipient, name: "응답없음상사" } };
  await rejects(issuer.issue(silent, { forceLate: false, memo: "" }), { code: "network" });
  strictEqual((await issuer.status(brn, content.documentKey))?.state, "issued");
  await issuer.cancel(brn, content.documentKey, "중복");
  strictEqual((await issuer.status(brn, content.documentKey))?.state, "cancelled");
  const statuses = await issuer.businessStatuses(brn, ["9984400017", "9988101011"]);
  deepStrictEqual(statuses.map((each) => each.status), ["closed", "active"]);
});
