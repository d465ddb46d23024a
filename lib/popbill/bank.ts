import { z } from "zod";
import { addDays, addMonths, dayOfMonth, type LocalDate, monthOf, seoulDate } from "../calendar.ts";
import type { BankAccount, BankFeed, BankLine } from "../payments/port.ts";
import { ProviderError } from "../prelude.ts";
import { hasCode, optionalText, readAnswer, stamp, wholeNumber, wholeWon } from "./answers.ts";
import type { PopbillClient } from "./client.ts";

/** `now` is business time, for the vendor's limit of three months; `sleep` waits milliseconds between polls. */
export interface BankOptions {
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

/** 계좌조회 by Popbill (EasyFinBank): collects a bank account's lines in jobs and reads the deposits (popbill-api.md 8). */
export function popbillBank(client: PopbillClient, options: BankOptions): BankFeed {
  return {
    accounts: (mspBrn) => bankAccounts(client, mspBrn),
    deposits: async (mspBrn, bankAccount, range) => {
      const lines: BankLine[] = [];
      for (const part of collectableParts(range, seoulDate(options.now()))) {
        const collecting: Collecting = { client, mspBrn, bankAccount, sleep: options.sleep };
        const jobId = await startJob(collecting, part);
        await untilCollected(collecting, jobId);
        lines.push(...await depositLines(collecting, jobId));
      }
      return lines;
    },
  };
}

/** The parts of a range, each at most a month (−18000031), between three months ago (−18000030) and `today`. */
export function collectableParts(
  range: { from: LocalDate; to: LocalDate },
  today: LocalDate,
): { from: LocalDate; to: LocalDate }[] {
  const oldest = sameDay(today, -3);
  const last = range.to < today ? range.to : today;
  const parts: { from: LocalDate; to: LocalDate }[] = [];
  let from = range.from > oldest ? range.from : oldest;
  while (from <= last) {
    const monthEnd = addDays(sameDay(from, 1), -1);
    parts.push({ from, to: monthEnd < last ? monthEnd : last });
    from = addDays(monthEnd, 1);
  }
  return parts;
}

interface Collecting {
  readonly client: PopbillClient;
  readonly mspBrn: string;
  readonly bankAccount: BankAccount;
  readonly sleep: (ms: number) => Promise<void>;
}

const pollEveryMs = 2_000;
const mostPolls = 30;
const jobRunning = "-18000003";
const jobRunningPauseMs = 10_000;
const mostStarts = 4;
const perPage = 1_000;

const bankAccountsAnswer = z.array(z.object({
  bankCode: z.string().min(1),
  accountNumber: z.string().min(1),
  accountName: optionalText,
  state: wholeNumber,
}));

async function bankAccounts(client: PopbillClient, mspBrn: string): Promise<BankAccount[]> {
  const path = "/EasyFin/Bank/ListBankAccount";
  const answer = await client.read({ acting: { brn: mspBrn, product: "180" }, path });
  return readAnswer(answer, { schema: bankAccountsAnswer, of: `GET ${path}` })
    // 0 준비중, 1 사용, 2 정지.
    .filter((bankAccount) => bankAccount.state === 1)
    .map(({ bankCode, accountNumber, accountName }) => ({ bankCode, accountNumber, name: accountName ?? "" }));
}

const jobAnswer = z.object({ jobID: z.string().min(1) });

async function startJob(collecting: Collecting, part: { from: LocalDate; to: LocalDate }): Promise<string> {
  const query = new URLSearchParams({
    BankCode: collecting.bankAccount.bankCode,
    AccountNumber: collecting.bankAccount.accountNumber,
    SDate: part.from.replaceAll("-", ""),
    EDate: part.to.replaceAll("-", ""),
  });
  for (let start = 1;; start++) {
    try {
      const path = `/EasyFin/Bank/BankAccount?${query}`;
      const answer = await collecting.client.change({ acting: actingOf(collecting), path });
      return readAnswer(answer, { schema: jobAnswer, of: "POST /EasyFin/Bank/BankAccount" }).jobID;
    } catch (error) {
      if (!hasCode(error, jobRunning) || start === mostStarts) throw error;
    }
    await collecting.sleep(jobRunningPauseMs);
  }
}

const jobStateAnswer = z.object({
  jobState: wholeNumber,
  errorCode: wholeNumber.nullish(),
  errorReason: optionalText,
});

async function untilCollected(collecting: Collecting, jobId: string): Promise<void> {
  const path = `/EasyFin/Bank/${encodeURIComponent(jobId)}/State`;
  for (let poll = 0; poll < mostPolls; poll++) {
    await collecting.sleep(pollEveryMs);
    const answer = await collecting.client.read({ acting: actingOf(collecting), path });
    const job = readAnswer(answer, { schema: jobStateAnswer, of: "GET /EasyFin/Bank/…/State" });
    // 1 대기, 2 진행중, 3 완료.
    if (job.jobState !== 3) continue;
    if (job.errorCode === 1) return;
    // Never tried again by itself: a bank locks a bank account after some wrong passwords (−18020019).
    const reason = job.errorReason ?? "the bank's answer carries no reason";
    throw new ProviderError("popbill", String(job.errorCode ?? "schema"), reason, job.errorCode === -18020044);
  }
  const message = `Cannot read deposits: the collecting job did not end within ${mostPolls * pollEveryMs} ms`;
  throw new ProviderError("popbill", "timeout", message, true);
}

const linesAnswer = z.object({
  pageCount: wholeNumber,
  list: z.array(z.object({
    tid: z.string().min(1),
    trdt: stamp,
    accIn: wholeWon,
    remark1: optionalText,
    remark2: optionalText,
    remark3: optionalText,
    remark4: optionalText,
  })),
});

async function depositLines(collecting: Collecting, jobId: string): Promise<BankLine[]> {
  const { bankCode, accountNumber } = collecting.bankAccount;
  const lines: BankLine[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page++) {
    const query = `TradeType=I&SearchString=&Page=${page}&PerPage=${perPage}&Order=A`;
    const path = `/EasyFin/Bank/${encodeURIComponent(jobId)}?${query}`;
    const answer = readAnswer(await collecting.client.read({ acting: actingOf(collecting), path }), {
      schema: linesAnswer,
      of: "GET /EasyFin/Bank/…",
    });
    pageCount = answer.pageCount;
    for (const line of answer.list) {
      if (line.accIn <= 0n) continue;
      lines.push({
        bankLineId: line.tid,
        bankCode,
        accountNumber,
        depositedAt: line.trdt,
        amount: line.accIn,
        depositorName: line.remark1 ?? "",
        remark: [line.remark2, line.remark3, line.remark4].filter((text) => text !== null).join(" "),
      });
    }
  }
  return lines;
}

function actingOf(collecting: Collecting) {
  return { brn: collecting.mspBrn, product: "180" } as const;
}

function sameDay(day: LocalDate, months: number): LocalDate {
  return dayOfMonth(addMonths(monthOf(day), months), Number(day.slice(8)));
}
