import { costsOf, type DemandCost, marginBps, partnerCost } from "./costs.ts";
import type { SimulatedMember } from "./member.ts";
import { monthAt, type MonthBook } from "./month_book.ts";
import { amountJson, currency, leadingDiscounts, memberDiscounts, monthJson, type Row, writeDate } from "./wire.ts";

const writtenAt = { product: "08:12:40", demand: "08:18:11", partner: "08:19:02" };

/** Rows of getProductDemandCostList: one for each product demand type. */
export function productRows(member: SimulatedMember, book: MonthBook): Row[] {
  return costsOf(member, book).products.map((cost) => ({
    memberNo: member.memberNo,
    demandMonth: monthJson(book),
    productDemandType: cost.productDemandType,
    ...leadingDiscounts(cost),
    productDiscountAmount: amountJson(cost.productDiscount),
    creditDiscountAmount: amountJson(cost.credit),
    defaultAmount: amountJson(cost.penalty),
    useAmount: amountJson(cost.useAmount),
    demandAmount: amountJson(cost.demandAmount),
    writeDate: writeDate(book, writtenAt.product),
    ...memberDiscounts(cost),
    ...currency,
  }));
}

/** The row of getDemandCostList; none for a member without use. */
export function demandRows(member: SimulatedMember, book: MonthBook): Row[] {
  if (member.traits.noUse) return [];
  const { demand } = costsOf(member, book);
  const written = writeDate(book, writtenAt.demand);
  const isPaidUp = demand.thisMonthDemandAmount === 0n;
  return [{
    memberNo: member.memberNo,
    demandMonth: monthJson(book),
    demandNo: demandNo(member, monthJson(book)),
    integrationDemandNo: "",
    demandAttribute: { code: "GEN", codeName: "General" },
    useAmount: amountJson(demand.useAmount),
    ...leadingDiscounts(demand),
    customerDiscountAmount: amountJson(demand.customerDiscount),
    productDiscountAmount: amountJson(demand.productDiscount),
    creditDiscountAmount: amountJson(demand.credit),
    rounddownDiscountAmount: amountJson(demand.roundDown),
    currencyDiscountAmount: 0,
    coinUseAmount: amountJson(demand.coin),
    defaultAmount: amountJson(demand.penalty),
    thisMonthDemandAmount: amountJson(demand.thisMonthDemandAmount),
    thisMonthVatRatio: 0.1,
    thisMonthVatAmount: amountJson(demand.vatAmount),
    thisMonthAmountIncludingVat: amountJson(demand.amountWithVat),
    totalDemandAmount: amountJson(demand.amountWithVat),
    isPaidUp,
    paidUpDate: isPaidUp ? written : "",
    overduePlusAmount: 0,
    overdueRatio: 0,
    thisMonthOverdueAmount: 0,
    beforeMonthDemandNo: demandNo(member, monthAt(book.index - 1).replace("-", "")),
    totalOverdueAmount: 0,
    writeDate: written,
    ...memberDiscounts(demand),
    ...currency,
  }];
}

/** The row of getPartnerDemandCostList, the partner's member list: a member without use has one too, of zeros. */
export function partnerRows(member: SimulatedMember, book: MonthBook): Row[] {
  const { demand } = costsOf(member, book);
  return [{
    memberNo: member.memberNo,
    demandMonth: monthJson(book),
    ...partnerAmounts(member, demand),
    partnerPayCurrency: currency.payCurrency,
    thisMonthPartnerAppliedExchangeRate: 1,
    payCurrency: currency.payCurrency,
    writeDate: writeDate(book, writtenAt.partner),
  }];
}

function partnerAmounts(member: SimulatedMember, demand: DemandCost): Row {
  const cost = partnerCost(member, demand);
  return {
    useAmount: amountJson(demand.useAmount),
    ...leadingDiscounts(demand),
    memberPromiseDiscountAddAmount: amountJson(demand.memberPromiseDiscountAdd),
    memberPriceDiscountAmount: amountJson(demand.memberPriceDiscount),
    productDiscountAmount: amountJson(demand.productDiscount),
    creditDiscountAmount: amountJson(demand.credit),
    customerDiscountAmount: amountJson(demand.customerDiscount),
    rounddownDiscountAmount: amountJson(cost.roundDown),
    currencyDiscountAmount: 0,
    coinUseAmount: amountJson(demand.coin),
    defaultAmount: amountJson(demand.penalty),
    totalDemandAmount: amountJson(cost.totalDemandAmount),
    totalMarginExceptProductUseAmount: 0,
    totalExceptProductMarginAmount: 0,
    marginRatio: marginBps / 100,
    marginAmount: amountJson(cost.marginAmount),
    marginDiscountAmount: amountJson(cost.marginAmount),
    partnerTotalDemandAmount: amountJson(cost.partnerTotalDemandAmount),
    currencyPartnerTotalDemandAmount: amountJson(cost.partnerTotalDemandAmount),
    currencyPartnerTotalDemandVatAmount: amountJson(cost.vatAmount),
    currencyPartnerTotalDemandAmountIncludingVat: amountJson(cost.amountWithVat),
  };
}

function demandNo(member: SimulatedMember, month: string): string {
  return `9${member.memberNo}${month}`;
}
