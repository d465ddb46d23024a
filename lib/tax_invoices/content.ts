import { type LocalDate, monthText, type YearMonth } from "../calendar.ts";
import { absWon, minusWon, sumWon, taxOn, type VatRounding, type Won } from "../money.ts";
import { invariant } from "../prelude.ts";
import { defaultLineName, type Party, type TaxInvoiceContent, type TaxInvoiceLine } from "./tax_invoice.ts";

/** What one usage month puts on the document, as its bill has it (won). */
export interface MonthAmounts {
  readonly usageMonth: YearMonth;
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
}

/** What the preview lets people edit (A5): 품목, and 단가, which is the supply amount as it stands (B7). */
export interface ContentEdits {
  readonly lineName?: string;
  readonly unitPrice?: Won;
}

/** What a tax invoice is composed of. */
export interface ComposeInput {
  readonly documentKey: string;
  /** One usage month, or all of a 「기간별」 period in order (B5). */
  readonly months: readonly MonthAmounts[];
  readonly writeDate: LocalDate;
  readonly supplier: Party;
  readonly recipient: Party;
  readonly edited?: ContentEdits;
  /** The MSP's VAT rounding; counts only for an edited unit price. */
  readonly vatRounding: VatRounding;
}

/**
 * The content of a month's or period's tax invoice (B7): one line, 수량 1, 단가 = 공급가액, 청구. The amounts are sums of the
 * months', never computed again on the sum (B5); an edited unit price moves the last month, whose VAT follows B4.6, as the
 * manual adjustment on its bill does.
 */
export function composeContent(input: ComposeInput): TaxInvoiceContent {
  const amounts = editedAmounts(input);
  const name = input.edited?.lineName ?? lineNameOf(input.months);
  return {
    documentKey: input.documentKey,
    taxType: "taxable",
    purpose: "claim",
    writeDate: input.writeDate,
    supplier: input.supplier,
    recipient: input.recipient,
    lines: [amountLine({ date: input.writeDate, name, ...amounts })],
    ...amounts,
    totalAmount: sumWon([amounts.supplyAmount, amounts.taxAmount]),
    remarks: [],
    amendment: null,
  };
}

/** 「복사하여 작성」: a new document filled from an old one, which belongs to no bill and amends nothing (B7). */
export function copyContent(
  content: TaxInvoiceContent,
  options: { documentKey: string; writeDate: LocalDate },
): TaxInvoiceContent {
  return {
    ...content,
    ...options,
    lines: content.lines.map((line) => ({ ...line, date: options.writeDate })),
    remarks: content.amendment ? [] : content.remarks,
    amendment: null,
  };
}

/** A line of one lump sum: a negative one carries its sign in the quantity, the unit price stays positive. */
export function amountLine(
  line: { date: LocalDate; name: string; supplyAmount: Won; taxAmount: Won },
): TaxInvoiceLine {
  return {
    date: line.date,
    name: line.name,
    spec: "",
    quantity: line.supplyAmount < 0n ? "-1" : "1",
    unitPrice: absWon(line.supplyAmount).toString(),
    supplyAmount: line.supplyAmount,
    taxAmount: line.taxAmount,
    remark: "",
  };
}

function lineNameOf(months: readonly MonthAmounts[]): string {
  const [first, last] = [months[0], months.at(-1)];
  invariant(first && last, "a tax invoice is of one usage month at least");
  const name = defaultLineName(first.usageMonth);
  return first === last ? name : `${name} ~ ${monthText(last.usageMonth)}`;
}

function editedAmounts(input: ComposeInput): { supplyAmount: Won; taxAmount: Won } {
  const { months, edited, vatRounding } = input;
  const supplyAmount = sumWon(months.map((month) => month.supplyAmount));
  const unitPrice = edited?.unitPrice ?? supplyAmount;
  const last = months.at(-1);
  if (!last || unitPrice === supplyAmount) {
    return { supplyAmount, taxAmount: sumWon(months.map((month) => month.taxAmount)) };
  }
  const lastSupplyAmount = sumWon([last.supplyAmount, minusWon(unitPrice, supplyAmount)]);
  const earlierTaxes = months.slice(0, -1).map((month) => month.taxAmount);
  return { supplyAmount: unitPrice, taxAmount: sumWon([...earlierTaxes, taxOn(lastSupplyAmount, vatRounding)]) };
}
