import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { registerMember, simulatedLink } from "./mod.ts";
import { isBusinessNumber } from "./business_number.ts";
import type { Bench } from "./bench_for_tests.ts";
import { bench } from "./bench_for_tests.ts";

const joining = {
  ID: "newcomer",
  Password: "secret-password",
  LinkID: simulatedLink.linkId,
  CorpNum: "9988801005",
  CEOName: "최신입",
  CorpName: "신입클라우드",
  Addr: "서울특별시 예시구 예시로 1",
  BizType: "정보통신업",
  BizClass: "클라우드",
  ContactName: "박담당",
  ContactEmail: "contact@example.com",
  ContactTEL: "0212345678",
};

async function open(on: Bench, path: string, corpNum?: string): Promise<string> {
  const { url } = (await on.ask(path, corpNum === undefined ? {} : { corpNum })).json;
  return String(url);
}

Deno.test("simulatedLink names a business number that passes the check digit", () => {
  strictEqual(isBusinessNumber(simulatedLink.corpNum), true);
});

Deno.test("isBusinessNumber() agrees with tax-invoice-rules.md 5", () => {
  for (
    const brn of ["1015917194", "1015996388", "1016075579", "1016154760", "1016233952", "1234567891", "8888888888"]
  ) {
    strictEqual(isBusinessNumber(brn), true, brn);
  }
  for (const brn of ["0000000000", "1016313143", "1016392330", "101591719", "10159171944"]) {
    strictEqual(isBusinessNumber(brn), false, brn);
  }
});

Deno.test("registerMember() a second time changes nothing", async () => {
  const on = await bench("2026-02-03 10:15");
  on.clock.moveTo(new Date("2026-06-01T00:00:00Z"));
  await registerMember(on.context, { corpNum: simulatedLink.corpNum, corpName: "다른 이름", ceoName: "다른 이" });
  deepStrictEqual((await on.ask("/CorpInfo")).json.corpName, "예시클라우드 주식회사");
  deepStrictEqual((await on.ask("/Taxinvoice?cfg=CERT")).json, { certificateExpiration: "20270103235959" });
  const profile = (await on.ask("/Taxinvoice/Certificate")).json;
  deepStrictEqual([profile.regDT, profile.expireDT], ["20260203101500", "20270103235959"]);
});

Deno.test("checkIsMember tells members of this partner apart", async () => {
  const on = await bench("2026-02-03 10:15");
  const ask = async (query: string) => (await on.ask(`/Join?${query}`)).json.code;
  strictEqual(await ask(`CorpNum=${simulatedLink.corpNum}&LID=${simulatedLink.linkId}`), 1);
  strictEqual(await ask(`CorpNum=9988801005&LID=${simulatedLink.linkId}`), 0);
  strictEqual(await ask(`CorpNum=${simulatedLink.corpNum}&LID=OTHER`), 0);
  strictEqual(await ask(`LID=${simulatedLink.linkId}`), -10000015);
});

Deno.test("joinMember makes a member that has no certificate until its window's button is pressed", async () => {
  const on = await bench("2026-02-03 10:15");
  const corpNum = joining.CorpNum;
  strictEqual((await on.ask("/IDCheck?ID=newcomer")).json.code, 0);
  strictEqual((await on.ask("/Join", { body: joining })).json.code, 1);
  strictEqual((await on.ask("/IDCheck?ID=newcomer")).json.code, 1);
  strictEqual((await on.ask("/Taxinvoice/CertCheck", { corpNum })).json.code, -10002009);
  strictEqual((await on.ask("/Taxinvoice?cfg=CERT", { corpNum })).json.code, -10002009);
  const url = await open(on, "/Member?TG=CERT", corpNum);
  match(await (await on.simulator(new Request(url))).text(), /공동인증서 등록/);
  strictEqual((await on.ask("/Taxinvoice/CertCheck", { corpNum })).json.code, -10002009);
  await on.simulator(new Request(url, { method: "POST" }));
  strictEqual((await on.ask("/Taxinvoice/CertCheck", { corpNum })).json.code, 1);
  deepStrictEqual(await (await on.raw("/EasyFin/Bank/ListBankAccount", { corpNum })).json(), []);
  const bank = await open(on, "/EasyFin/Bank?TG=BankAccount", corpNum);
  await on.simulator(new Request(bank, { method: "POST" }));
  strictEqual((await (await on.raw("/EasyFin/Bank/ListBankAccount", { corpNum })).json()).length, 1);
});

Deno.test("joinMember refuses each field that is missing or wrong", async () => {
  const on = await bench("2026-02-03 10:15");
  const cases = [
    [{ LinkID: "" }, -10010001],
    [{ LinkID: "OTHER" }, -99003004],
    [{ ID: "short" }, -10000041],
    [{ Password: "short" }, -10000007],
    [{ CorpNum: "998-88-01005" }, -10001046],
    [{ CorpNum: "9988801006" }, -10001059],
    [{ CEOName: "" }, -10001005],
    [{ CorpName: "" }, -10001006],
    [{ ContactEmail: "" }, -10001011],
    [{ CorpNum: simulatedLink.corpNum }, -10001000],
    [{}, 1],
    [{}, -10001003],
  ] as const;
  for (const [change, code] of cases) {
    strictEqual((await on.ask("/Join", { body: { ...joining, ...change } })).json.code, code, JSON.stringify(change));
  }
});

Deno.test("a window's address is refused after thirty seconds, and when made up", async () => {
  const on = await bench("2026-02-03 10:15");
  const url = await open(on, "/Member?TG=LOGIN");
  match(url, /^http:\/\/popbill\.example\/Window\//);
  on.passMs(29_999);
  strictEqual((await on.simulator(new Request(url))).status, 200);
  on.passMs(1);
  strictEqual((await on.simulator(new Request(url))).status, 410);
  strictEqual((await on.simulator(new Request("http://popbill.example/Window/made.up"))).status, 404);
  strictEqual((await on.ask("/Member?TG=NONE")).json.code, -99002014);
});

Deno.test("every TG call answers an address", async () => {
  const on = await bench("2026-02-03 10:15");
  const paths = ["/Member?TG=CHRG", "/Taxinvoice?TG=SBOX", "/EasyFin/Bank?TG=CHRG", "/Message/?TG=SENDER"];
  for (const path of [...paths, "/POPBILL_TEST/URL?TG=CHRG"]) match(await open(on, path), /\/Window\//, path);
});

Deno.test("CorpInfo and IDs read and write the member", async () => {
  const on = await bench("2026-02-03 10:15:02");
  const company = { ceoname: "새대표", corpName: "새이름", addr: "새주소", bizType: "업태", bizClass: "종목" };
  strictEqual((await on.ask("/CorpInfo", { body: company })).json.code, 1);
  deepStrictEqual((await on.ask("/CorpInfo")).json, company);
  const contact = { id: "second-one", personName: "둘째", email: "second@example.com", tel: "0212345678" };
  strictEqual((await on.ask("/IDs/New", { body: contact })).json.code, 1);
  strictEqual((await on.ask("/IDs/New", { body: contact })).json.code, -10001003);
  deepStrictEqual(await (await on.raw("/IDs")).json(), [{ ...contact, regDT: "20260203101502" }]);
  strictEqual((await on.ask("/POPBILL_TEST/PartnerPoint")).json.remainPoint, 1_000_000);
});
