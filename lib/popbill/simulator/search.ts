import type { LocalDate } from "../../calendar.ts";
import { addMonths, dayOfMonth, monthOf } from "../../calendar.ts";
import { statusView } from "./document_views.ts";
import type { TaxDocument } from "./documents.ts";
import { listDocuments } from "./documents.ts";
import type { MemberCall } from "./wire.ts";
import { done, page, PopbillRefusal } from "./wire.ts";
import { dayOnWire, wireDay } from "./wire_days.ts";

const dateTypes: Readonly<Record<string, (document: TaxDocument) => string>> = {
  R: (document) => document.issueDT.slice(0, 8),
  W: (document) => document.content.writeDate,
  I: (document) => document.issueDT.slice(0, 8),
};
const taxTypes: Readonly<Record<string, string>> = { T: "과세", N: "면세", Z: "영세" };
const closeDownStates: Readonly<Record<string, number | null>> = { N: null, "0": 0, "1": 1, "2": 2, "3": 3, "4": 4 };

/** 목록 조회: GET /Taxinvoice/SELL?… (popbill-api.md 3.5). RegType, IssueType and TaxRegID filter nothing here. */
export async function searchDocuments(call: MemberCall): Promise<Response> {
  const { query } = call;
  const dateOf = dateTypes[query.get("DType") ?? ""];
  if (!query.get("DType")) throw new PopbillRefusal(-11010009, "검색일자 유형을 입력해 주세요.");
  if (!dateOf) throw new PopbillRefusal(-11010010, "검색일자 유형은 R, W, I 중 하나입니다.");
  const { from, to } = readRange(query);
  const found = (await listDocuments(call.context, call.member.corpNum))
    .filter((document) => dateOf(document) >= dayOnWire(from) && dateOf(document) <= dayOnWire(to))
    .filter((document) => fits(document, query))
    .sort((a, b) => (dateOf(a) + a.itemKey < dateOf(b) + b.itemKey ? -1 : 1));
  if (query.get("Order") !== "A") found.reverse();
  const { list, ...counts } = page(found, query);
  return done("", { ...counts, list: list.map(statusView) });
}

function readRange(query: URLSearchParams): { from: LocalDate; to: LocalDate } {
  if (!query.get("SDate")) throw new PopbillRefusal(-11010049, "시작일자를 입력해 주세요.");
  if (!query.get("EDate")) throw new PopbillRefusal(-11010050, "종료일자를 입력해 주세요.");
  const from = wireDay(query.get("SDate") ?? "");
  const to = wireDay(query.get("EDate") ?? "");
  if (!from) throw new PopbillRefusal(-11010046, "시작일자는 yyyyMMdd 날짜입니다.");
  if (!to) throw new PopbillRefusal(-11010047, "종료일자는 yyyyMMdd 날짜입니다.");
  if (to > dayOfMonth(addMonths(monthOf(from), 6), Number(from.slice(8)))) {
    throw new PopbillRefusal(-11001119, "조회기간은 6개월까지입니다.");
  }
  return { from, to };
}

function fits(document: TaxDocument, query: URLSearchParams): boolean {
  const { content } = document;
  const listed = (name: string) => (query.get(name) ?? "").split(",").filter((value) => value !== "");
  const none = (values: readonly string[], fit: (value: string) => boolean) =>
    values.length > 0 && !values.some((value) => fit(value));
  if (none(listed("State"), (pattern) => matches(String(document.stateCode), pattern))) return false;
  if (none(listed("Type"), (type) => (type === "M") === (content.modifyCode !== null))) return false;
  if (none(listed("TaxType"), (type) => taxTypes[type] === content.taxType)) return false;
  if (none(listed("CloseDownState"), (state) => closeDownStates[state] === document.closeDownState)) return false;
  const lateOnly = query.get("LateOnly") ?? "";
  if (lateOnly !== "" && (lateOnly === "1") !== document.lateIssueYN) return false;
  const mgtKey = query.get("MgtKey") ?? "";
  if (mgtKey !== "" && mgtKey !== document.mgtKey) return false;
  const text = query.get("QString") ?? "";
  return content.invoiceeCorpName.includes(text) || content.invoiceeCorpNum.includes(text);
}

/** `*` stands for any digit in the last two places. */
function matches(stateCode: string, pattern: string): boolean {
  return [...stateCode].every((digit, index) => pattern[index] === digit || index > 0 && pattern[index] === "*");
}
