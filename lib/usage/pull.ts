import type { YearMonth } from "../calendar.ts";
import type { CustomerId, LinkId, PullId } from "../ids.ts";
import type { Won } from "../money.ts";
import type { IdentityBreach } from "./identities.ts";
import type { DemandTotals } from "./usage_line.ts";

/** 가져오기: one attempt to take a link's month from NCP, good or not. */
export interface Pull {
  readonly id: PullId;
  readonly customerId: CustomerId;
  readonly linkId: LinkId;
  readonly usageMonth: YearMonth;
  readonly takenAt: Date;
  readonly contentHash: string;
  readonly lineCount: number;
  readonly listAmount: Won;
  readonly totals: DemandTotals;
  /** What NCP charges the MSP, won without VAT; null where it does not say. */
  readonly cost: Won | null;
  readonly breaches: readonly IdentityBreach[];
}

/** A link that a run has to pull for a month. */
export interface LinkToPull {
  readonly linkId: LinkId;
  readonly customerId: CustomerId;
  readonly customerName: string;
  readonly memberNo: string;
  readonly cloudAccountId: string;
}
