import { localDate } from "../calendar.ts";
import { won } from "../money.ts";
import type { AmendmentReason, Party, TaxInvoiceContent } from "../tax_invoices/tax_invoice.ts";

/** An invented supplier without a branch. */
export const supplier: Party = {
  brn: "1015996388",
  branchNo: "",
  name: "예시클라우드 주식회사",
  representative: "김예시",
  address: "서울특별시 강남구 예시로 1",
  bizType: "정보통신업",
  bizItem: "클라우드 서비스",
  contactName: "정산팀",
  phone: "02-000-0000",
  email: "billing@example.com",
};

/** An invented recipient with a branch and little else. */
export const recipient: Party = {
  brn: "1016075579",
  branchNo: "0001",
  name: "샘플상사",
  representative: "이샘플",
  address: "",
  bizType: "",
  bizItem: "",
  contactName: "구매팀",
  phone: "",
  email: "ap@example.org",
};

/** The document of January 2026: 1,200,000 won and 120,000 won of tax, claimed. */
export const ordinary: TaxInvoiceContent = {
  documentKey: "INV-202601-000042",
  taxType: "taxable",
  purpose: "claim",
  writeDate: localDate("2026-01-31"),
  supplier,
  recipient,
  lines: [{
    date: localDate("2026-01-31"),
    name: "네이버클라우드 서비스_2026년 1월",
    spec: "",
    quantity: "1",
    unitPrice: "1200000",
    supplyAmount: won(1_200_000),
    taxAmount: won(120_000),
    remark: "",
  }],
  supplyAmount: won(1_200_000),
  taxAmount: won(120_000),
  totalAmount: won(1_320_000),
  remarks: ["2026년 1월 클라우드 이용료"],
  amendment: null,
};

/** An amended document of one line; the quantity carries the sign. */
export function amended(options: {
  documentKey: string;
  reason: AmendmentReason;
  writeDate: string;
  supply: number;
  tax: number;
  remarks?: readonly string[];
}): TaxInvoiceContent {
  const writeDate = localDate(options.writeDate);
  return {
    ...ordinary,
    documentKey: options.documentKey,
    writeDate,
    lines: [{
      date: writeDate,
      name: "네이버클라우드 서비스_2026년 1월",
      spec: "월",
      quantity: options.supply < 0 ? "-1" : "1",
      unitPrice: String(Math.abs(options.supply)),
      supplyAmount: won(options.supply),
      taxAmount: won(options.tax),
      remark: "수정",
    }],
    supplyAmount: won(options.supply),
    taxAmount: won(options.tax),
    totalAmount: won(options.supply + options.tax),
    remarks: options.remarks ?? [],
    amendment: { reason: options.reason, originalApprovalNo: "2026013188888888000001a7" },
  };
}
