import { seoulStamp } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import type { SentDocument } from "./sent_document.ts";
import { PopbillRefusal } from "./wire.ts";

/** How a document travels to the NTS: in the batch of 15:00, or at once. */
export type Pace = "batch" | "at_once";

/** A tax invoice that Popbill holds; moments ending in DT are `yyyyMMddHHmmss`. */
export interface TaxDocument {
  readonly itemKey: string;
  readonly corpNum: string;
  readonly mgtKey: string;
  readonly content: SentDocument;
  /** 300–305, 600 (popbill-api.md 4.1). */
  readonly stateCode: number;
  readonly stateDT: string;
  readonly stateMemo: string;
  readonly issueDT: string;
  readonly approvalNo: string;
  readonly lateIssueYN: boolean;
  /** 휴폐업 상태 of the buyer at issue; null where it is not a business. */
  readonly closeDownState: number | null;
  /** When it becomes 301 (ISO), and how fast it goes on. */
  readonly transfer: { readonly startsAt: string; readonly pace: Pace };
  readonly ntssendDT: string | null;
  readonly ntsresultDT: string | null;
  /** SUC001, ERR009 …; null before the NTS has answered. */
  readonly ntsresult: string | null;
  readonly logs: readonly DocumentLog[];
}

/** One entry of 상태변경 이력. */
export interface DocumentLog {
  readonly docLogType: number;
  readonly log: string;
  readonly procType: string;
  readonly procCorpName: string;
  readonly procContactName: string;
  readonly procMemo: string;
  readonly regDT: string;
  readonly ip: string;
}

/** A change of state, with what the history says of it. */
export interface StateChange {
  readonly stateCode: number;
  readonly at: Date;
  readonly log: string;
  readonly memo?: string;
}

const approvals = "popbill.approval";

/** The document of a supplier's key; null when there is none. */
export function findDocument(
  context: SimulatorContext,
  of: { readonly corpNum: string; readonly mgtKey: string },
): Promise<TaxDocument | null> {
  return context.memory.get<TaxDocument>(kindOf(of.corpNum), of.mgtKey);
}

/** The document of a supplier's key; refuses with −11000005 where there is none. */
export async function existingDocument(
  context: SimulatorContext,
  of: { readonly corpNum: string; readonly mgtKey: string },
): Promise<TaxDocument> {
  const found = await findDocument(context, of);
  if (!found) throw new PopbillRefusal(-11000005, "문서번호의 세금계산서가 없습니다.");
  return found;
}

/** The document of a 국세청승인번호; null when Popbill does not know it. */
export async function findByApproval(context: SimulatorContext, approvalNo: string): Promise<TaxDocument | null> {
  const at = await context.memory.get<{ corpNum: string; mgtKey: string }>(approvals, approvalNo);
  const found = at ? await findDocument(context, at) : null;
  return found?.approvalNo === approvalNo ? found : null;
}

/** All documents of a supplier, ordered by key. */
export async function listDocuments(context: SimulatorContext, corpNum: string): Promise<TaxDocument[]> {
  return (await context.memory.list<TaxDocument>(kindOf(corpNum))).map((entry) => entry.value);
}

/** Stores a new document; false, and nothing stored, where its key is taken. */
export async function addDocument(context: SimulatorContext, document: TaxDocument): Promise<boolean> {
  const { corpNum, mgtKey, approvalNo } = document;
  // First, for it leads nowhere as long as there is no document of that number.
  await context.memory.put(approvals, approvalNo, { corpNum, mgtKey });
  return await context.memory.add(kindOf(corpNum), mgtKey, document);
}

/** Writes a document over its former state. */
export function putDocument(context: SimulatorContext, document: TaxDocument): Promise<void> {
  return context.memory.put(kindOf(document.corpNum), document.mgtKey, document);
}

/** Forgets a document, which frees its key. */
export async function deleteDocument(context: SimulatorContext, document: TaxDocument): Promise<void> {
  await context.memory.delete(approvals, document.approvalNo);
  await context.memory.delete(kindOf(document.corpNum), document.mgtKey);
}

/** The document in its next state, with one more line of history. */
export function inState(document: TaxDocument, change: StateChange): TaxDocument {
  const memo = change.memo ?? "";
  const stateDT = seoulStamp(change.at);
  const entry: DocumentLog = {
    docLogType: change.stateCode,
    log: change.log,
    procType: change.stateCode > 300 && change.stateCode < 306 ? "SYSTEM" : "PARTNER",
    procCorpName: document.content.invoicerCorpName,
    procContactName: document.content.invoicerContactName,
    procMemo: memo,
    regDT: stateDT,
    ip: "127.0.0.1",
  };
  return { ...document, stateCode: change.stateCode, stateDT, stateMemo: memo, logs: [...document.logs, entry] };
}

function kindOf(corpNum: string): string {
  return `popbill.document:${corpNum}`;
}
