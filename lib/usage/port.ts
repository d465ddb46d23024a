import type { YearMonth } from "../calendar.ts";
import type { Won } from "../money.ts";
import type { Zone } from "../zone.ts";
import type { DemandTotals, NcpCode, UsageLine } from "./usage_line.ts";

export { type Zone, zones } from "../zone.ts";

/** A key pair of a partner account, decrypted for the length of a call. */
export interface KeyPair {
  readonly zone: Zone;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** One stored answer page: what came, for audit. The body is NCP's text as received. */
export interface RawPage {
  readonly operation: string;
  /** The query as sent; it carries no secret. */
  readonly query: string;
  readonly fetchedAt: Date;
  readonly body: string;
}

/** Everything NCP says of one member's month. */
export interface PulledMonth {
  readonly lines: readonly UsageLine[];
  readonly totals: DemandTotals;
  /** Σ useAmount of getProductDemandCostList. */
  readonly productUseAmount: Won;
  /** What the MSP pays NCP for the member, won without VAT; null where getPartnerDemandCostList is refused. */
  readonly cost: Won | null;
  /** The newest writeDate of the rows, ISO text; "" when there are no rows. */
  readonly writtenAt: string;
  readonly pages: readonly RawPage[];
}

/** One row of getCostRelationCodeList, reduced to what places a usage line in a product category. */
export interface CostCode {
  readonly contractType: NcpCode;
  readonly demandType: NcpCode;
  readonly demandTypeDetail: NcpCode;
  readonly productDemandType: NcpCode;
  readonly productCategory: NcpCode;
}

/** How many contracts a member has, by type and region. */
export interface ContractCount {
  readonly memberNo: string;
  readonly regionCode: string;
  readonly contractType: NcpCode;
  readonly contractStatus: NcpCode;
  readonly count: number;
}

/**
 * Where usage comes from. Every method throws `ProviderError` (vendor `ncp`) when NCP fails or refuses; `code` is NCP's
 * errorCode, `schema` when an answer breaks its schema (the message names the field), `timeout` or `network`.
 */
export interface UsageSource {
  /** Pulls one member's month to the last row. */
  pullMonth(keys: KeyPair, member: { memberNo: string; usageMonth: YearMonth }): Promise<PulledMonth>;
  /** A live call that a right pair answers; refused pairs throw with code `200` or `210`. */
  verify(keys: KeyPair): Promise<void>;
  /** Which of the members NCP does not know under the partner in any of the months. */
  unknownMembers(
    keys: KeyPair,
    asked: { from: YearMonth; to: YearMonth; memberNos: readonly string[] },
  ): Promise<readonly string[]>;
  costCodes(keys: KeyPair): Promise<readonly CostCode[]>;
  contractCounts(keys: KeyPair, member: { memberNo: string; usageMonth: YearMonth }): Promise<readonly ContractCount[]>;
}
