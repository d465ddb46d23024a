import type { LocalDate } from "../../calendar.ts";
import { addMonths, dayOfMonth, monthOf, seoulDate, seoulStamp } from "../../calendar.ts";
import { sumWon, won } from "../../money.ts";
import type { BankJob } from "./bank_jobs.ts";
import { activeJobs, findJob, jobState, putJob } from "./bank_jobs.ts";
import type { Transaction } from "./bank_lines.ts";
import { listTransactions, saveMemo } from "./bank_lines.ts";
import type { Member, RegisteredBankAccount } from "./members.ts";
import { windowUrl } from "./windows.ts";
import type { MemberCall } from "./wire.ts";
import { done, json, page, PopbillRefusal, unsupported } from "./wire.ts";
import { dayOnWire, wireDay } from "./wire_days.ts";

/** The calls under /EasyFin/Bank (popbill-api.md 8). */
export function bankCall(call: MemberCall): Promise<Response> {
  const [, , kind, second, third] = call.path;
  if (call.path[1] !== "Bank") throw unsupported(call);
  if (call.verb === "POST") {
    if (kind === "BankAccount" && second === undefined) return requestJob(call);
    if (kind === "SaveMemo") return writeMemo(call);
    throw unsupported(call);
  }
  if (call.verb !== "GET") throw unsupported(call);
  switch (kind) {
    case undefined:
      return bankWindow(call);
    case "ListBankAccount":
      return Promise.resolve(json(call.member.bankAccounts.map(bankAccountView)));
    case "BankAccount":
      return Promise.resolve(
        json(bankAccountView(registered(call.member, { bankCode: second ?? "", accountNumber: third ?? "" }))),
      );
    case "ChargeInfo":
      return Promise.resolve(json({ unitCost: "30", chargeMethod: "파트너", rateSystem: "종량제" }));
    case "JobList":
      return listJobs(call);
    default:
      return jobCall(call, { jobID: kind, part: second });
  }
}

function bankWindow(call: MemberCall): Promise<Response> {
  const target = call.query.get("TG");
  if (target === "BankAccount") return windowUrl(call, { title: "계좌 관리", registers: "bank_account" });
  if (target === "CHRG") return windowUrl(call, { title: "계좌조회 정액제 신청" });
  throw new PopbillRefusal(-99002014, "TG 값이 올바르지 않습니다.");
}

async function requestJob(call: MemberCall): Promise<Response> {
  const { context, member, query } = call;
  const bankAccount = registered(member, {
    bankCode: query.get("BankCode") ?? "",
    accountNumber: query.get("AccountNumber") ?? "",
  });
  const now = context.clock.now();
  const { from, to } = readRange(query, seoulDate(now));
  const { bankCode, accountNumber } = bankAccount;
  const jobs = await activeJobs(context, member.corpNum);
  if (jobs.some((job) => job.accountNumber === accountNumber && jobState(context, job) !== 3)) {
    throw new PopbillRefusal(-18000003, "이 계좌의 수집작업이 진행 중입니다.");
  }
  const regDT = seoulStamp(now);
  const serial = await context.memory.next("popbill.bank_job");
  const jobID = `0${regDT.slice(2, 8)}1${String(serial).padStart(10, "0")}`;
  const startedWallMs = context.wallClockMs();
  await putJob(context, member.corpNum, { jobID, bankCode, accountNumber, from, to, regDT, startedWallMs, polls: 0 });
  return json({ jobID });
}

function readRange(query: URLSearchParams, today: LocalDate): { from: LocalDate; to: LocalDate } {
  if (!query.get("SDate")) throw new PopbillRefusal(-18010038, "시작일자를 입력해 주세요.");
  if (!query.get("EDate")) throw new PopbillRefusal(-18010040, "종료일자를 입력해 주세요.");
  const from = wireDay(query.get("SDate") ?? "");
  const to = wireDay(query.get("EDate") ?? "");
  if (!from) throw new PopbillRefusal(-18010039, "시작일자는 yyyyMMdd 날짜입니다.");
  if (!to) throw new PopbillRefusal(-18010041, "종료일자는 yyyyMMdd 날짜입니다.");
  if (from > to) throw new PopbillRefusal(-18000017, "시작일자가 종료일자보다 늦습니다.");
  if (to > today) throw new PopbillRefusal(-18000018, "종료일자는 미래가 될 수 없습니다.");
  if (from < monthsAway(today, -3)) throw new PopbillRefusal(-18000030, "3개월 전까지 조회할 수 있습니다.");
  if (to > monthsAway(from, 1)) throw new PopbillRefusal(-18000031, "한 번에 1개월까지 조회할 수 있습니다.");
  return { from, to };
}

async function listJobs(call: MemberCall): Promise<Response> {
  const jobs = await activeJobs(call.context, call.member.corpNum);
  return json(jobs.map((job) => jobView(job, jobState(call.context, job))));
}

async function jobCall(call: MemberCall, of: { jobID: string; part: string | undefined }): Promise<Response> {
  const { context, member } = call;
  const job = await findJob(context, { corpNum: member.corpNum, jobID: of.jobID });
  if (!job) throw new PopbillRefusal(-18000007, "수집작업이 없습니다.");
  if (of.part === "State") {
    const asked = { ...job, polls: job.polls + 1 };
    await putJob(context, member.corpNum, asked);
    return json(jobView(asked, jobState(context, asked)));
  }
  if (of.part !== undefined && of.part !== "Summary") throw unsupported(call);
  if (jobState(context, job) !== 3) throw new PopbillRefusal(-18010007, "수집이 끝나지 않았습니다.");
  const bankAccount = registered(member, job);
  const { from, to, regDT: until } = job;
  const found = (await listTransactions(context, bankAccount, { from, to, until })).filter((line) =>
    fits(line, call.query)
  );
  return of.part === "Summary" ? json(summary(found)) : transactionPage(call, { job, found });
}

function transactionPage(call: MemberCall, of: { job: BankJob; found: readonly Transaction[] }): Response {
  const ordered = call.query.get("Order") === "A" ? of.found : of.found.toReversed();
  const balance = of.found.at(-1)?.balance ?? "0";
  return done("", { ...page(ordered, call.query), lastScrapDT: of.job.regDT, balance });
}

function summary(found: readonly Transaction[]) {
  const into = found.filter((line) => line.accIn !== "0");
  const out = found.filter((line) => line.accOut !== "0");
  return {
    count: found.length,
    cntAccIn: into.length,
    cntAccOut: out.length,
    totalAccIn: String(sumWon(into.map((line) => won(line.accIn)))),
    totalAccOut: String(sumWon(out.map((line) => won(line.accOut)))),
  };
}

function fits(line: Transaction, query: URLSearchParams): boolean {
  const types = (query.get("TradeType") ?? "").split(",").filter((type) => type !== "");
  const type = line.accIn === "0" ? "O" : "I";
  if (types.length > 0 && !types.includes(type)) return false;
  const text = query.get("SearchString") ?? "";
  return [line.remark1, line.remark2, line.remark3, line.remark4, line.memo].some((remark) => remark.includes(text));
}

async function writeMemo(call: MemberCall): Promise<Response> {
  const tid = call.query.get("TID") ?? "";
  if (tid === "") throw new PopbillRefusal(-18010020, "거래내역 아이디를 입력해 주세요.");
  const bankAccount = call.member.bankAccounts.find((each) => tid.startsWith(each.idPrefix));
  const memo = call.query.get("Memo") ?? "";
  if (!bankAccount || !await saveMemo(call.context, bankAccount, { tid, memo })) {
    throw new PopbillRefusal(-18000009, "거래내역이 없는 아이디입니다.");
  }
  return done("저장 완료");
}

function registered(
  member: Member,
  of: { readonly bankCode: string; readonly accountNumber: string },
): RegisteredBankAccount {
  if (of.bankCode === "") throw new PopbillRefusal(-18010012, "기관코드를 입력해 주세요.");
  if (of.accountNumber === "") throw new PopbillRefusal(-18010013, "계좌번호를 입력해 주세요.");
  const found = member.bankAccounts.find((each) =>
    each.bankCode === of.bankCode && each.accountNumber === of.accountNumber
  );
  if (!found) throw new PopbillRefusal(-18000002, "등록된 계좌가 아닙니다.");
  return found;
}

function bankAccountView(bankAccount: RegisteredBankAccount) {
  const { bankCode, accountNumber, accountName, regDT } = bankAccount;
  return {
    bankCode,
    accountNumber,
    accountName,
    accountType: "법인",
    state: 1,
    regDT,
    contractDT: regDT,
    useEndDate: null,
    baseDate: null,
    contractState: 1,
    closeRequestYN: false,
    useRestrictYN: false,
    closeOnExpired: false,
    unPaidYN: false,
    memo: "",
  };
}

function jobView(job: BankJob, state: number) {
  return {
    jobID: job.jobID,
    jobState: state,
    startDate: dayOnWire(job.from),
    endDate: dayOnWire(job.to),
    errorCode: state === 3 ? 1 : 0,
    errorReason: "",
    jobStartDT: job.regDT,
    jobEndDT: state === 3 ? job.regDT : "",
    regDT: job.regDT,
  };
}

function monthsAway(day: LocalDate, months: number): LocalDate {
  return dayOfMonth(addMonths(monthOf(day), months), Number(day.slice(8)));
}
