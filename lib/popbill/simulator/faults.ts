import type { SimulatorContext } from "../../simulator.ts";
import type { SentDocument } from "./sent_document.ts";
import type { Answer } from "./wire.ts";
import { html, PopbillRefusal } from "./wire.ts";

/** How long a slow answer takes, by the wall. */
export const slownessMs = 3_000;

/** What goes wrong before a document is issued, once for each key: a gateway's page, or too many calls. */
export async function faultBefore(context: SimulatorContext, content: SentDocument): Promise<Response | null> {
  if (await strikes(context, { content, word: "502" })) {
    return html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
  }
  if (await strikes(context, { content, word: "혼잡" })) {
    throw new PopbillRefusal(-10010032, "API 동시호출 한도를 넘었습니다.");
  }
  return null;
}

/** What goes wrong with the answer to a document that is issued: the connection breaks, once for each key, or it is slow. */
export async function faultAfter(
  context: SimulatorContext,
  issued: { readonly content: SentDocument; readonly response: Response },
): Promise<Answer> {
  if (await strikes(context, { content: issued.content, word: "응답없음" })) {
    throw new TypeError("error sending request: connection closed before message completed");
  }
  return issued.content.invoiceeCorpName.includes("지연") ? { slow: issued.response } : issued.response;
}

/** Waits as long as a slow answer takes; rejects, as fetch does, when the request is given up. */
export function slowly(response: Response, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", giveUp);
      resolve(response);
    }, slownessMs);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
}

async function strikes(
  context: SimulatorContext,
  of: { readonly content: SentDocument; readonly word: string },
): Promise<boolean> {
  const { invoiceeCorpName, invoicerCorpNum, invoicerMgtKey } = of.content;
  if (!invoiceeCorpName.includes(of.word)) return false;
  return await context.memory.add("popbill.fault", `${of.word} ${invoicerCorpNum} ${invoicerMgtKey}`, true);
}
