import { nextTransferDay, seoulDate, seoulMoment, seoulStamp } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import type { Due } from "./agenda.ts";
import { schedule } from "./agenda.ts";
import { businessState } from "./closedown.ts";
import type { Pace, TaxDocument } from "./documents.ts";
import { findByApproval, findDocument, inState, putDocument } from "./documents.ts";
import { ntsVerdict } from "./nts.ts";

/** Seconds after 301 at which a document is 302, 303, and 304 or 305. */
const pauses: Readonly<Record<Pace, { queued: number; sent: number; answered: number }>> = {
  batch: { queued: 120, sent: 300, answered: 720 },
  at_once: { queued: 1, sent: 3, answered: 8 },
};

/** 15:00 of the next transfer day after the issue (popbill-api.md 4.3). */
export function batchStart(issuedAt: Date): Date {
  return seoulMoment(nextTransferDay(seoulDate(issuedAt)), "15:00");
}

/** Puts the next step of a document's transfer on the agenda. */
export function scheduleTransfer(context: SimulatorContext, document: TaxDocument): Promise<void> {
  const step = nextStep(document);
  return step ? schedule(context, dueOf(document, step.at)) : Promise.resolve();
}

/** Takes a document through the steps of its transfer that have come, each dated at its own moment. */
export async function playTransfer(context: SimulatorContext, due: Due): Promise<void> {
  const found = await findDocument(context, { corpNum: due.corpNum, mgtKey: due.key });
  if (!found || found.itemKey !== due.itemKey) return;
  let document = found;
  let step = nextStep(document);
  while (step && step.at <= context.clock.now()) {
    document = await step.take(context, document);
    step = nextStep(document);
  }
  if (step) await schedule(context, dueOf(document, step.at));
  if (document !== found) await putDocument(context, document);
}

interface Step {
  readonly at: Date;
  readonly take: (context: SimulatorContext, document: TaxDocument) => Promise<TaxDocument>;
}

/** What comes next on the way to the NTS; null for a document that has arrived or does not go. */
function nextStep(document: TaxDocument): Step | null {
  const { queued, sent, answered } = pauses[document.transfer.pace];
  switch (document.stateCode) {
    case 300:
      return moving(after(document, 0), { stateCode: 301, log: "국세청 전송 준비" });
    case 301:
      return moving(after(document, queued), { stateCode: 302, log: "국세청 전송 대기" });
    case 302:
      return sending(after(document, sent));
    case 303:
      return concluding(after(document, answered));
    default:
      return null;
  }
}

function after(document: TaxDocument, seconds: number): Date {
  return new Date(new Date(document.transfer.startsAt).getTime() + seconds * 1000);
}

function moving(at: Date, change: { readonly stateCode: number; readonly log: string }): Step {
  return { at, take: (_context, document) => Promise.resolve(inState(document, { ...change, at })) };
}

function sending(at: Date): Step {
  const take: Step["take"] = (_context, document) => {
    const sent = inState(document, { stateCode: 303, at, log: "국세청 전송" });
    return Promise.resolve({ ...sent, ntssendDT: seoulStamp(at) });
  };
  return { at, take };
}

function concluding(at: Date): Step {
  const take: Step["take"] = async (context, document) => {
    const ntsresult = await verdictOn(context, document);
    const change = ntsresult === "SUC001"
      ? { stateCode: 304, at, log: "국세청 전송성공" }
      : { stateCode: 305, at, log: `국세청 전송실패 (${ntsresult})` };
    return { ...inState(document, change), ntsresultDT: seoulStamp(at), ntsresult };
  };
  return { at, take };
}

async function verdictOn(context: SimulatorContext, document: TaxDocument): Promise<string> {
  const { content } = document;
  return ntsVerdict(content, {
    buyer: content.invoiceeType === "사업자" ? await businessState(context, content.invoiceeCorpNum) : null,
    originalKnown: content.modifyCode === null || await findByApproval(context, content.orgNTSConfirmNum) !== null,
  });
}

function dueOf(document: TaxDocument, at: Date): Due {
  const { corpNum, mgtKey: key, itemKey } = document;
  return { at: at.toISOString(), what: "transfer", corpNum, key, itemKey };
}
