import type { LocalDate } from "../calendar.ts";
import { negateWon, sumWon, taxOn, type VatRounding, type Won, zeroWon } from "../money.ts";
import type { AmendmentReason, Party, TaxInvoiceContent, TaxInvoiceState, TaxType } from "./tax_invoice.ts";

/** A document before its key is made. */
export type KeylessContent = Omit<TaxInvoiceContent, "documentKey">;

/** What an earlier amendment of the same original put on its document (won, signed). */
export interface PriorAmendment {
  readonly reason: AmendmentReason;
  readonly taxType: TaxType;
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
}

/** 당초 세금계산서: the document that is amended, which may be an amended one itself. */
export interface OriginalTaxInvoice {
  readonly content: KeylessContent;
  readonly approvalNo: string | null;
  readonly state: TaxInvoiceState;
  /** The documents that amend it already and are live, oldest first. */
  readonly amendments: readonly PriorAmendment[];
}

/** 착오정정: the right values of what was wrong; what is left out stays as it was. The tax follows unless given. */
export interface Correction {
  readonly writeDate?: LocalDate;
  readonly taxType?: TaxType;
  readonly supplier?: Party;
  readonly recipient?: Party;
  readonly lineName?: string;
  readonly supplyAmount?: Won;
  readonly taxAmount?: Won;
  readonly remarks?: readonly string[];
}

/** What a person enters for each 수정사유. Amounts are supply amounts, signed as on the document (a decrease is negative). */
export type AmendmentRequest =
  | { readonly reason: "entry_error"; readonly corrected: Correction }
  | {
    readonly reason: "supply_change";
    /** The day the change arose. */
    readonly changedOn: LocalDate;
    readonly supplyDifference: Won;
    /** Where two bills already say it (B6); else 10 % of the difference. */
    readonly taxDifference?: Won;
  }
  | { readonly reason: "return"; readonly returnedOn: LocalDate; readonly supplyAmount: Won }
  /** Without an amount: all that is left. */
  | { readonly reason: "contract_cancelled"; readonly cancelledOn: LocalDate; readonly supplyAmount?: Won }
  /** Day of the 내국신용장 or 구매확인서; the part that becomes zero-rated, positive; without it all that is left. */
  | { readonly reason: "local_lc"; readonly openedOn: LocalDate; readonly partAmount?: Won }
  | { readonly reason: "duplicate" };

/** What is left of the original after its amendments of the same tax type: the base of the next one (won). */
export function restOf(original: OriginalTaxInvoice): { supplyAmount: Won; taxAmount: Won } {
  const sameType = original.amendments.filter((prior) => prior.taxType === original.content.taxType);
  const parts = [original.content, ...sameType];
  return {
    supplyAmount: sumWon(parts.map((part) => part.supplyAmount)),
    taxAmount: sumWon(parts.map((part) => part.taxAmount)),
  };
}

/** The tax of a difference (won, signed): taking back all that is left takes its very tax; a part takes 10 % of the part. */
export function taxOfDifference(
  original: OriginalTaxInvoice,
  options: { supplyAmount: Won; vatRounding: VatRounding },
): Won {
  const rest = restOf(original);
  if (original.content.taxType === "zero_rated") return zeroWon;
  if (options.supplyAmount === negateWon(rest.supplyAmount)) return negateWon(rest.taxAmount);
  return taxOn(options.supplyAmount, options.vatRounding);
}
