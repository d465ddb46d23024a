import { localDate, yearMonth } from "../calendar.ts";
import { won } from "../money.ts";
import { composeContent } from "./content.ts";
import type { Party, TaxInvoiceContent } from "./tax_invoice.ts";

/** For tests: the MSP, an invented company whose number has a right check digit. */
export const exampleSupplier: Party = {
  brn: "1015996388",
  branchNo: "",
  name: "예시클라우드 주식회사",
  representative: "김예시",
  address: "서울특별시 강남구 예시로 1",
  bizType: "정보통신업",
  bizItem: "클라우드 서비스",
  contactName: "정산팀",
  phone: "0212345678",
  email: "billing@example.com",
};

/** For tests: the customer 가온테크. */
export const exampleRecipient: Party = {
  brn: "1016075579",
  branchNo: "",
  name: "가온테크",
  representative: "이가온",
  address: "부산광역시 해운대구 예시로 2",
  bizType: "제조업",
  bizItem: "전자부품",
  contactName: "구매팀",
  phone: "",
  email: "ap@example.org",
};

/** For tests: January 2026, supply 1,000,000, tax 100,000, the original of `tax-invoice-rules.md`, 3.4. */
export function exampleContent(changes: Partial<TaxInvoiceContent> = {}): TaxInvoiceContent {
  const content = composeContent({
    documentKey: "202601-1-1",
    months: [{ usageMonth: yearMonth("2026-01"), supplyAmount: won(1_000_000), taxAmount: won(100_000) }],
    writeDate: localDate("2026-01-31"),
    supplier: exampleSupplier,
    recipient: exampleRecipient,
    vatRounding: "cut",
  });
  return { ...content, ...changes };
}
