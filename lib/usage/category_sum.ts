import type { Won } from "../money.ts";

/** A month's use of one product category, licenses apart; won without VAT. */
export interface CategorySum {
  /** productCategory code of NCP; "" or an unknown code is shown as 「미분류」. */
  readonly category: string;
  /** Software license: demandType `SW`, which NCP counts as Compute. */
  readonly isLicense: boolean;
  readonly useAmount: Won;
  /** The line discounts as passed on; 0 where the customer's setting keeps them. */
  readonly discountAmount: Won;
}
