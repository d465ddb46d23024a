import type { IssuerReadiness, TaxInvoiceIssuer } from "./port.ts";

/** An issuer that asks for a supplier's readiness once in `forMs` while the answer is yes: a mass issue asks it once, not per document. */
export function rememberReadiness(
  issuer: TaxInvoiceIssuer,
  options: { readonly wallClockMs: () => number; readonly forMs: number },
): TaxInvoiceIssuer {
  const known = new Map<string, { readonly untilMs: number; readonly readiness: IssuerReadiness }>();
  return {
    ...issuer,
    readiness: async (supplierBrn) => {
      const remembered = known.get(supplierBrn);
      if (remembered && options.wallClockMs() < remembered.untilMs) return remembered.readiness;
      const readiness = await issuer.readiness(supplierBrn);
      known.delete(supplierBrn);
      if (readiness.isMember && readiness.certificateValid) {
        known.set(supplierBrn, { untilMs: options.wallClockMs() + options.forMs, readiness });
      }
      return readiness;
    },
  };
}
