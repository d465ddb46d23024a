import { seoulDate, seoulStamp } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import { brokenAmendment, brokenOriginal } from "./amendments.ts";
import { brokenAmount } from "./amounts.ts";
import { brokenCertificate } from "./certificates.ts";
import { businessState } from "./closedown.ts";
import { brokenDate, isLate } from "./deadlines.ts";
import { planDeposit } from "./deposits.ts";
import type { TaxDocument } from "./documents.ts";
import { addDocument, findByApproval, findDocument, inState } from "./documents.ts";
import { brokenFormat, brokenRequirement } from "./fields.ts";
import { brokenLength, brokenOption } from "./lengths.ts";
import type { Member } from "./members.ts";
import type { IssueOptions, SentDocument } from "./sent_document.ts";
import { batchStart, scheduleTransfer } from "./transfer.ts";
import type { Refusal } from "./wire.ts";
import { PopbillRefusal, refuseIf } from "./wire.ts";

/** What is to be issued, by whom and when. */
export interface Issuing {
  readonly member: Member;
  readonly content: SentDocument;
  readonly options: IssueOptions;
  readonly at: Date;
}

/** Issues a document 즉시발행, or throws what stands against it. Checks in the order of popbill-api.md 11.4. */
export async function issueDocument(context: SimulatorContext, issuing: Issuing): Promise<TaxDocument> {
  const { member, content, options, at } = issuing;
  refuseIf(brokenContent(content, member) ?? brokenOption(options, content));
  if (content.modifyCode !== null) {
    refuseIf(brokenOriginal(content, await findByApproval(context, content.orgNTSConfirmNum)));
  }
  const key = { corpNum: member.corpNum, mgtKey: content.invoicerMgtKey };
  if (await findDocument(context, key)) throw keyInUse();
  refuseIf(brokenCertificate(context, member));
  refuseIf(brokenDate(content, { today: seoulDate(at), forceIssue: options.forceIssue }));
  const document = await newDocument(context, issuing);
  // First, for a step of a document that does not exist is passed over.
  await scheduleTransfer(context, document);
  if (!await addDocument(context, document)) throw keyInUse();
  await planDeposit(context, document);
  return document;
}

/** The first rule that a document breaks by itself, or null. */
function brokenContent(content: SentDocument, member: Member): Refusal | null {
  return brokenRequirement(content) ??
    brokenFormat(content) ??
    (content.invoicerCorpNum === member.corpNum
      ? null
      : { code: -11001000, message: "팝빌회원과 공급자의 사업자번호가 다릅니다." }) ??
    brokenLength(content) ??
    brokenAmount(content) ??
    brokenAmendment(content);
}

async function newDocument(context: SimulatorContext, issuing: Issuing): Promise<TaxDocument> {
  const { member, content, options, at } = issuing;
  const { memory } = context;
  const issueDT = seoulStamp(at);
  const serial = await memory.next(`popbill.approval:${content.writeDate}`);
  const counter = await memory.next("popbill.document");
  const pace = member.transfersAtIssue ? "at_once" : "batch";
  const startsAt = member.transfersAtIssue ? at : batchStart(at);
  const bare: TaxDocument = {
    itemKey: `0${issueDT.slice(2)}${String(counter % 100_000).padStart(5, "0")}`,
    corpNum: member.corpNum,
    mgtKey: content.invoicerMgtKey,
    content,
    stateCode: 300,
    stateDT: issueDT,
    stateMemo: "",
    issueDT,
    approvalNo: `${content.writeDate}88888888${serial.toString(16).padStart(8, "0")}`,
    lateIssueYN: isLate(content, seoulDate(at)),
    closeDownState: content.invoiceeType === "사업자" ? await businessState(context, content.invoiceeCorpNum) : null,
    transfer: { startsAt: startsAt.toISOString(), pace },
    ntssendDT: null,
    ntsresultDT: null,
    ntsresult: null,
    logs: [],
  };
  const issued = inState(bare, { stateCode: 300, at, log: "발행", memo: options.memo });
  return member.transfersAtIssue ? inState(issued, { stateCode: 301, at, log: "발행 즉시 전송" }) : issued;
}

function keyInUse(): PopbillRefusal {
  return new PopbillRefusal(-11001038, "같은 공급자 문서번호가 사용 중입니다.");
}
