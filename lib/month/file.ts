import { z } from "zod";
import { parseLocalDate, parseYearMonth } from "../calendar.ts";
import { parseEmail } from "../contact.ts";
import { checkBusinessNumber } from "../customers/business_number.ts";
import { cycles } from "../customers/customer.ts";
import { roundingUnits, vatRoundings } from "../money.ts";
import { writeDateRules } from "../msps/msp.ts";
import { RefusedInput } from "../prelude.ts";
import { ruleKinds } from "../settlement/charge_rule.ts";
import { readRate, readRule, ruleProblemText } from "../settlement/rule_entry.ts";
import { zones } from "../zone.ts";

const text = (max: number) => z.string().trim().min(1, "비어 있습니다").max(max, `${max}자까지 쓸 수 있습니다`);
const optionalText = (max: number) => z.string().trim().max(max, `${max}자까지 쓸 수 있습니다`).optional();
const brn = z.string().transform((value, context) => {
  const read = checkBusinessNumber(value);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: read.refusal });
  return z.NEVER;
});
const email = z.string().trim().refine(
  (value) => parseEmail(value).ok,
  "이메일 주소가 아닙니다. name@example.com처럼 써야 합니다",
);
const optionalEmail = z.union([z.literal(""), email]).optional();
const day = (name: string) => z.int(`${name}은 1부터 31까지의 정수입니다`).min(1).max(31);
const month = z.string().transform((value, context) => {
  const parsed = parseYearMonth(value);
  if (parsed) return parsed;
  context.addIssue({ code: "custom", message: `"${value}"은(는) 달이 아닙니다. 2024-01처럼 써야 합니다` });
  return z.NEVER;
});
const localDate = z.string().transform((value, context) => {
  const parsed = parseLocalDate(value);
  if (parsed) return parsed;
  context.addIssue({ code: "custom", message: `"${value}"은(는) 날짜가 아닙니다. 2025-01-06처럼 써야 합니다` });
  return z.NEVER;
});

const chargeRule = z.strictObject({
  kind: z.enum(ruleKinds),
  name: z.string(),
  amount: z.int("금액은 원 단위 정수입니다").optional(),
  rateBps: z.int("비율은 0.01% 단위의 정수입니다(5% = 500)").optional(),
  serverCodes: z.array(z.string()).optional(),
  from: localDate.optional(),
}).superRefine((rule, context) => {
  const read = readRule({
    kind: rule.kind,
    name: rule.name,
    fixedAmount: rule.amount === undefined ? "" : String(rule.amount),
    rate: rule.rateBps === undefined ? "" : percentText(rule.rateBps),
    serverCodes: rule.serverCodes ?? ["SVR", "VSVR"],
  });
  if (!read.ok) context.addIssue({ code: "custom", message: ruleProblemText(read.refusal) });
});

const customer = z.strictObject({
  name: text(100),
  mainAccountId: text(100),
  memberNo: z.string().regex(/^\d{1,20}$/, "회원번호는 숫자로 씁니다"),
  cloudAccount: text(50),
  brn,
  representative: optionalText(30),
  address: optionalText(150),
  bizType: optionalText(40),
  bizItem: optionalText(40),
  contact: z.strictObject({ name: optionalText(30), email: optionalEmail, phone: optionalText(20) }).optional(),
  billingDay: day("청구일").optional(),
  dueDay: day("납부기한").optional(),
  cycleMonths: z.literal(cycles, "청구 주기는 1, 3, 6, 12개월 가운데 하나입니다").optional(),
  cycleStart: month.optional(),
  taxBasis: z.enum(["monthly", "period"]).optional(),
  pcpRateBps: z.int().refine(
    (rate) => readRate(percentText(rate), 10_000).ok,
    "PCP 약정 할인율은 0부터 10000(100%)까지입니다",
  )
    .optional(),
  passDiscounts: z.boolean().optional(),
  chargeRules: z.array(chargeRule).optional(),
});

const monthFile = z.strictObject({
  msp: z.strictObject({
    name: text(70),
    brn,
    representative: text(30),
    ownerEmail: email,
    password: z.string().min(8, "비밀번호는 8자 이상이어야 합니다").max(128),
    phone: text(20),
    fax: optionalText(20),
    address: text(150),
    email,
    bizType: optionalText(40),
    bizItem: optionalText(40),
    bankAccount: optionalText(100),
    notice: optionalText(1_000),
  }),
  cloudAccounts: z.array(z.strictObject({
    name: text(50),
    zone: z.enum(zones, "존은 public(민간), gov(공공), fin(금융) 가운데 하나입니다"),
    type: z.enum(["ordinary", "pcp"], "계정 종류는 ordinary, pcp 가운데 하나입니다"),
    accessKey: text(200),
    secretKey: text(200),
  })).min(1, "인증키가 하나 이상 있어야 합니다"),
  settings: z.strictObject({
    roundingUnit: z.literal(roundingUnits, "절사 단위는 1, 10, 100원 가운데 하나입니다").optional(),
    vatRounding: z.enum(vatRoundings).optional(),
    writeDate: z.enum(writeDateRules).optional(),
    pcpExcludedDetails: z.array(z.string()).optional(),
  }).optional(),
  customers: z.array(customer).min(1, "고객사가 하나 이상 있어야 합니다"),
}).superRefine((file, context) => {
  const accounts = new Map(file.cloudAccounts.map((account) => [account.name, account]));
  const problem = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  for (const path of repeated(file.cloudAccounts, (account) => account.name)) {
    problem(["cloudAccounts", path, "name"], "같은 계정 이름이 두 번 나옵니다");
  }
  file.customers.forEach((each, index) => {
    const account = accounts.get(each.cloudAccount);
    if (!account) {
      problem(["customers", index, "cloudAccount"], `"${each.cloudAccount}"은(는) cloudAccounts에 없는 이름입니다`);
    }
    if (account?.type === "ordinary" && (each.pcpRateBps ?? 0) > 0) {
      problem(["customers", index, "pcpRateBps"], "PCP 약정 할인율은 PCP 계정의 고객사에만 둘 수 있습니다");
    }
  });
  const zoneOf = (each: MonthFileCustomer) => accounts.get(each.cloudAccount)?.zone ?? "";
  for (const index of repeated(file.customers, (each) => `${zoneOf(each)} ${each.memberNo}`)) {
    problem(["customers", index, "memberNo"], "같은 존에 같은 회원번호가 두 번 나옵니다");
  }
  for (const index of repeated(file.customers, (each) => `${zoneOf(each)} ${each.mainAccountId}`)) {
    problem(["customers", index, "mainAccountId"], "같은 존에 같은 메인 계정 ID가 두 번 나옵니다");
  }
});

/** The file that stands for A2–A4 in `month --config`: MSP, keys, settings, customers with their rules. */
export type MonthFile = z.infer<typeof monthFile>;
export type MonthFileCustomer = MonthFile["customers"][number];
export type MonthFileRule = NonNullable<MonthFileCustomer["chargeRules"]>[number];

/** Reads the text of a month file; refuses with every problem, each with its path (`customers[3].brn`). */
export function readMonthFile(source: string): MonthFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    throw new RefusedInput(`설정 파일이 JSON이 아닙니다${jsonPlace(error)}. 쉼표, 따옴표, 괄호를 확인해 주십시오.`);
  }
  return checkMonthFile(parsed);
}

/** Checks a month file that is an object already. */
export function checkMonthFile(value: unknown): MonthFile {
  const result = monthFile.safeParse(value, { error: issueText });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `- ${pathText(issue.path) || "(맨 위)"}: ${issue.message}`);
  throw new RefusedInput(`설정 파일에 고칠 곳이 ${lines.length}군데 있습니다.\n${lines.join("\n")}`);
}

const typeLabels: Readonly<Record<string, string>> = {
  string: '따옴표로 싼 글("…")',
  number: "숫자",
  int: "정수",
  boolean: "true나 false 값",
  array: "목록([ … ])",
  object: "항목의 묶음({ … })",
};

/** Where the parser stopped, as far as it says. */
function jsonPlace(error: unknown): string {
  const place = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : "");
  return place ? `(${place[1]}행 ${place[2]}열)` : "";
}

function issueText(
  issue: { code?: string; input?: unknown; expected?: unknown; values?: unknown; keys?: unknown },
): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "빠져 있습니다. 꼭 있어야 합니다"
        : `종류가 다릅니다. ${typeLabels[String(issue.expected)] ?? issue.expected}이어야 합니다`;
    case "invalid_value":
      return `쓸 수 없는 값입니다. ${
        Array.isArray(issue.values) ? issue.values.join(", ") : ""
      } 가운데 하나여야 합니다`;
    case "unrecognized_keys":
      return `모르는 항목입니다: ${Array.isArray(issue.keys) ? issue.keys.join(", ") : ""}`;
    default:
      return "쓸 수 없는 값입니다";
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`).join("").replace(/^\./, "");
}

function percentText(rateBps: number): string {
  const sign = rateBps < 0 ? "-" : "";
  const size = Math.abs(rateBps);
  return `${sign}${Math.trunc(size / 100)}.${String(size % 100).padStart(2, "0")}`;
}

/** The places of entries whose key stands earlier in the list too. */
function repeated<T>(entries: readonly T[], keyOf: (entry: T) => string): number[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const key = keyOf(entry);
    if (seen.has(key)) return [index];
    seen.add(key);
    return [];
  });
}
