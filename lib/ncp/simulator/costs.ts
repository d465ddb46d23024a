import { cutTo, minusWon, minWon, shareOf, sumWon, taxOn, type Won, won, zeroWon } from "../../money.ts";
import type { LineDiscounts } from "../../usage/usage_line.ts";
import type { CostCodeRow } from "./cost_codes.ts";
import { type DemandLine, demandLines, sumDiscounts } from "./demand_lines.ts";
import type { SimulatedMember } from "./member.ts";
import type { MonthBook } from "./month_book.ts";

/** A row of getProductDemandCostList: the lines of one product demand type, with the discounts that act on the group. */
export interface ProductCost extends LineDiscounts {
  readonly productDemandType: CostCodeRow["productDemandType"];
  readonly useAmount: Won;
  readonly productDiscount: Won;
  readonly credit: Won;
  readonly penalty: Won;
  readonly demandAmount: Won;
}

/** A row of getDemandCostList: the member's month. `thisMonth…` are without VAT but for the last two. */
export interface DemandCost extends Omit<ProductCost, "productDemandType" | "demandAmount"> {
  readonly customerDiscount: Won;
  readonly coin: Won;
  readonly roundDown: Won;
  readonly thisMonthDemandAmount: Won;
  readonly vatAmount: Won;
  readonly amountWithVat: Won;
}

/** What the partner pays NCP for a member: its charge less the margin of 10 %, without VAT. */
export interface PartnerCost {
  readonly totalDemandAmount: Won;
  readonly roundDown: Won;
  readonly marginAmount: Won;
  readonly partnerTotalDemandAmount: Won;
  readonly vatAmount: Won;
  readonly amountWithVat: Won;
}

/** The partner's margin, in basis points. */
export const marginBps = 1000;

/** A member's month by product group and as a whole, both from its lines, so that the sums agree. */
export function costsOf(member: SimulatedMember, book: MonthBook) {
  const products = productCosts(member, book);
  return { products, demand: demandCost(member, products) };
}

/** The lines of a month by product demand type, in the order of their first line. */
function productCosts(member: SimulatedMember, book: MonthBook): ProductCost[] {
  const groups = Map.groupBy(demandLines(member, book), (line) => line.metering.code.productDemandType.code);
  return [...groups.values()].flatMap((lines, index) => {
    const [first] = lines;
    if (!first) return [];
    const { productDemandType } = first.metering.code;
    const penalty = index === 0 ? penaltyOf(member, book) : zeroWon;
    return [{ productDemandType, ...groupCost(member, { lines, penalty }) }];
  });
}

/** The member's month: its product groups, less what acts on the whole, cut below 100 won before VAT. */
function demandCost(member: SimulatedMember, products: readonly ProductCost[]): DemandCost {
  const sum = (of: (cost: ProductCost) => Won) => sumWon(products.map(of));
  const ofGroups = sum((cost) => cost.demandAmount);
  const customerDiscount = member.traits.customerDiscount ? shareOf(ofGroups, 200) : zeroWon;
  const coin = member.traits.customerDiscount ? minWon(won(5000), minusWon(ofGroups, customerDiscount)) : zeroWon;
  const net = minusWon(ofGroups, sumWon([customerDiscount, coin]));
  const thisMonthDemandAmount = cutTo(net, 100);
  const vatAmount = taxOn(thisMonthDemandAmount);
  return {
    ...sumDiscounts(products),
    useAmount: sum((cost) => cost.useAmount),
    productDiscount: sum((cost) => cost.productDiscount),
    credit: sum((cost) => cost.credit),
    penalty: sum((cost) => cost.penalty),
    customerDiscount,
    coin,
    roundDown: minusWon(net, thisMonthDemandAmount),
    thisMonthDemandAmount,
    vatAmount,
    amountWithVat: sumWon([thisMonthDemandAmount, vatAmount]),
  };
}

/** The partner's side of the month; for a member billed through its partner it is the use that is charged to it. */
export function partnerCost(member: SimulatedMember, demand: DemandCost): PartnerCost {
  const totalDemandAmount = member.traits.partnerBilled ? cutTo(demand.useAmount, 100) : demand.thisMonthDemandAmount;
  const marginAmount = shareOf(totalDemandAmount, marginBps);
  const partnerTotalDemandAmount = minusWon(totalDemandAmount, marginAmount);
  const vatAmount = taxOn(partnerTotalDemandAmount);
  return {
    totalDemandAmount,
    roundDown: member.traits.partnerBilled ? minusWon(demand.useAmount, totalDemandAmount) : demand.roundDown,
    marginAmount,
    partnerTotalDemandAmount,
    vatAmount,
    amountWithVat: sumWon([partnerTotalDemandAmount, vatAmount]),
  };
}

function groupCost(member: SimulatedMember, of: { lines: readonly DemandLine[]; penalty: Won }) {
  const discounts = sumDiscounts(of.lines);
  const useAmount = sumWon(of.lines.map((line) => line.useAmount));
  const ofLines = sumWon(of.lines.map((line) => line.demandAmount));
  const productDiscount = shareOf(ofLines, member.traits.productDiscount ? 500 : 0);
  const credit = shareOf(minusWon(ofLines, productDiscount), member.traits.credit ? 3000 : 0);
  return {
    useAmount,
    ...discounts,
    productDiscount,
    credit,
    penalty: of.penalty,
    demandAmount: sumWon([minusWon(ofLines, sumWon([productDiscount, credit])), of.penalty]),
  };
}

/** A commitment broken on the 10th of every third month. */
function penaltyOf(member: SimulatedMember, book: MonthBook): Won {
  return member.traits.penalty && book.index % 3 === 0 && book.coveredDays >= 10 ? won(150_000) : zeroWon;
}
