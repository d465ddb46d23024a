import { z } from "zod";
import { ProviderError } from "../prelude.ts";
import type { IssuerReadiness } from "../tax_invoices/port.ts";
import { optionalStamp, readAnswer, wholeNumber } from "./answers.ts";
import type { Acting, PopbillClient } from "./client.ts";

const memberAnswer = z.object({ code: wholeNumber, message: z.string().nullish() });
const expirationAnswer = z.object({ certificateExpiration: optionalStamp });
const transferAnswer = z.object({ sendToNTS: z.boolean() });

/** Asks Popbill whether a supplier can issue: member, certificate, transfer option (popbill-api.md 3.1, 3.3, 10). */
export async function readinessOf(client: PopbillClient, supplierBrn: string): Promise<IssuerReadiness> {
  const query = new URLSearchParams({ CorpNum: supplierBrn, LID: client.linkId });
  const member = readAnswer(await client.read({ acting: null, path: `/Join?${query}` }), {
    schema: memberAnswer,
    of: "GET /Join",
  });
  if (member.code !== 1) {
    const reason = member.message || "팝빌 연동회원이 아닙니다";
    return { isMember: false, certificateValid: false, certificateExpiresAt: null, reason, transfersAtIssue: false };
  }
  const acting: Acting = { brn: supplierBrn, product: "110" };
  const [reason, certificateExpiresAt, transfersAtIssue] = await Promise.all([
    certificateFault(client, acting),
    certificateExpiry(client, acting),
    transferOption(client, acting),
  ]);
  return { isMember: true, certificateValid: reason === null, certificateExpiresAt, reason, transfersAtIssue };
}

async function certificateFault(client: PopbillClient, acting: Acting): Promise<string | null> {
  try {
    await client.read({ acting, path: "/Taxinvoice/CertCheck" });
    return null;
  } catch (error) {
    if (isCertificateFault(error)) return error.message;
    throw error;
  }
}

async function certificateExpiry(client: PopbillClient, acting: Acting): Promise<Date | null> {
  try {
    const answer = await client.read({ acting, path: "/Taxinvoice?cfg=CERT" });
    return readAnswer(answer, { schema: expirationAnswer, of: "GET /Taxinvoice?cfg=CERT" }).certificateExpiration;
  } catch (error) {
    if (isCertificateFault(error)) return null;
    throw error;
  }
}

async function transferOption(client: PopbillClient, acting: Acting): Promise<boolean> {
  const answer = await client.read({ acting, path: "/Taxinvoice/SendToNTSConfig" });
  return readAnswer(answer, { schema: transferAnswer, of: "GET /Taxinvoice/SendToNTSConfig" }).sendToNTS;
}

// −10002009 none registered, −10004000 none valid, −10004003 expired, −10004004 revoked, −10004009 of another company.
const certificateFaults = new Set(["-10002009", "-10004000", "-10004003", "-10004004", "-10004009"]);

function isCertificateFault(error: unknown): error is ProviderError {
  return error instanceof ProviderError && certificateFaults.has(error.code);
}
