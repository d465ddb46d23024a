import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { bench } from "./bench_for_tests.ts";

function sending(change: Record<string, unknown> = {}): Record<string, unknown> {
  const msgs = [{ rcv: "01000000000", rcvnm: "홍길동" }];
  return { snd: "0212345678", sndnm: "예시클라우드", content: "인증번호 482913", requestNum: "OTP-1", msgs, ...change };
}

Deno.test("sendSMS keeps the message under its receipt and its request number", async () => {
  const on = await bench("2026-02-03 10:15:02");
  const { receiptNum } = (await on.ask("/SMS", { body: sending() })).json;
  match(String(receiptNum), /^0\d{17}$/);
  const [kept, ...more] = await (await on.raw(`/Message/${receiptNum}`)).json();
  const { content, sendNum, receiveNum, type, receiptDT } = kept;
  deepStrictEqual([content, sendNum, receiveNum, type, receiptDT, more], [
    "인증번호 482913",
    "0212345678",
    "01000000000",
    "SMS",
    "20260203101502",
    [],
  ]);
  deepStrictEqual(await (await on.raw("/Message/Get/OTP-1")).json(), [kept]);
  strictEqual((await on.ask("/Message/1")).json.code, -15000002);
  strictEqual((await on.ask("/Message/Get/OTP-2")).json.code, -15000011);
});

Deno.test("sendSMS refuses each broken rule", async () => {
  const on = await bench("2026-02-03 10:15");
  const cases = [
    [{ msgs: [] }, -15010005],
    [{ msgs: Array(1001).fill({ rcv: "01000000000" }) }, -15010006],
    [{ snd: "0212340000" }, -15001014],
    [{ msgs: [{ rcv: "" }] }, -15001018],
    [{ requestNum: "가" }, -15000013],
    [{ msgs: [{ rcv: "01000000000", interOPRefKey: "k".repeat(21) }] }, -15000018],
  ] as const;
  for (const [change, code] of cases) {
    strictEqual((await on.ask("/SMS", { body: sending(change) })).json.code, code, JSON.stringify(change).slice(0, 60));
  }
  strictEqual((await on.ask("/SMS", { body: sending() })).status, 200);
  strictEqual((await on.ask("/SMS", { body: sending() })).json.code, -15000012);
});

Deno.test("an SMS is cut at ninety bytes, of which Hangul takes two; XMS becomes an LMS instead", async () => {
  const on = await bench("2026-02-03 10:15");
  const content = `${"가".repeat(44)}abc`;
  const kept = async (path: string, requestNum: string) => {
    const { receiptNum } = (await on.ask(path, { body: sending({ content, requestNum }) })).json;
    const [message] = await (await on.raw(`/Message/${receiptNum}`)).json();
    return [message.type, message.content];
  };
  deepStrictEqual(await kept("/SMS", "R-1"), ["SMS", `${"가".repeat(44)}ab`]);
  deepStrictEqual(await kept("/XMS", "R-2"), ["LMS", content]);
});

Deno.test("checkSenderNumber knows every well-formed number but those that end in 0000", async () => {
  const on = await bench("2026-02-03 10:15");
  const code = async (number: string) => (await on.ask(`/Message/CheckSenderNumber/${number}`)).json.code;
  strictEqual(await code("0212345678"), 1);
  strictEqual(await code("02-1234-5678"), 1);
  strictEqual(await code("0212340000"), -15001014);
  strictEqual(await code("12345678"), -15010023);
  strictEqual(await code(""), -15010022);
});
