import { minusWon, shareOf, sumWon, type Won, won } from "../../money.ts";
import type { LineDiscounts } from "../../usage/usage_line.ts";
import { lineDiscount } from "../../usage/usage_line.ts";
import { networkSums } from "./catalogue.ts";
import { type Contract, type ContractProduct, contractsOf, regionOf } from "./contracts.ts";
import { fromTheStart } from "./life.ts";
import type { SimulatedMember } from "./member.ts";
import { meter, type Metering } from "./metering.ts";
import type { MonthBook } from "./month_book.ts";

/** One row of getContractDemandCostList before it takes its wire form; won without VAT. */
export interface DemandLine extends LineDiscounts {
  readonly regionCode: string;
  readonly metering: Metering;
  /** Null where NCP adds up over contracts. */
  readonly contract: Contract | null;
  readonly product: ContractProduct | null;
  readonly useAmount: Won;
  readonly demandAmount: Won;
}

/** The demand lines of a member's month: of every contract, then the sums of its traffic. */
export function demandLines(member: SimulatedMember, book: MonthBook): DemandLine[] {
  if (member.traits.noUse) return [];
  const lines = contractsOf(member, book).flatMap((contract) =>
    contract.products.flatMap((product) =>
      product.meterings.map((metering) =>
        demandLine(member, { regionCode: contract.regionCode, metering, contract, product })
      )
    )
  );
  const life = fromTheStart(member.memberNo);
  for (const sum of networkSums) {
    const metering = meter(member, { book, meter: sum, contractType: sum.contractType, place: "", life });
    const line = demandLine(member, { regionCode: regionOf(member), metering, contract: null, product: null });
    lines.push(line, ...(member.traits.equalRows ? [line] : []));
  }
  return lines;
}

function demandLine(
  member: SimulatedMember,
  of: Pick<DemandLine, "regionCode" | "metering" | "contract" | "product">,
): DemandLine {
  const { quantity, price } = of.metering;
  // Hundredths of a unit times hundredths of a won: ten-thousandths of a won, of which one basis point is one won.
  const useAmount = shareOf(won(quantity * price * (of.product?.gibibytes || 1)), 1);
  const discounts = discountsOf(member, { metering: of.metering, useAmount });
  const demandAmount = member.traits.partnerBilled ? won(0) : minusWon(useAmount, lineDiscount(discounts));
  return { ...of, useAmount, ...discounts, demandAmount };
}

function discountsOf(member: SimulatedMember, of: { metering: Metering; useAmount: Won }): LineDiscounts {
  const { traits } = member;
  const { productDemandType, productCategory } = of.metering.code;
  const promised = traits.promise && productDemandType.code === "VSVR";
  const share = (applies: boolean, rateBps: number) =>
    shareOf(of.useAmount, applies && !traits.partnerBilled ? rateBps : 0);
  return {
    promiseDiscount: share(promised, 1000),
    memberPromiseDiscountAdd: share(promised, 100),
    promotionDiscount: share(traits.promise && productCategory.code === "STORAGE", 200),
    memberPriceDiscount: share(traits.memberPrice, 300),
    etcDiscount: share(traits.customerDiscount, 50),
  };
}

/** The five line discounts of several lines, each added up. */
export function sumDiscounts(lines: readonly LineDiscounts[]): LineDiscounts {
  const sum = (of: (line: LineDiscounts) => Won) => sumWon(lines.map(of));
  return {
    promiseDiscount: sum((line) => line.promiseDiscount),
    promotionDiscount: sum((line) => line.promotionDiscount),
    etcDiscount: sum((line) => line.etcDiscount),
    memberPriceDiscount: sum((line) => line.memberPriceDiscount),
    memberPromiseDiscountAdd: sum((line) => line.memberPromiseDiscountAdd),
  };
}
