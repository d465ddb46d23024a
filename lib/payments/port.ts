import type { LocalDate } from "../calendar.ts";
import type { Won } from "../money.ts";

/** A bank account whose deposits are read. */
export interface BankAccount {
  readonly bankCode: string;
  readonly accountNumber: string;
  readonly name: string;
}

/** 입금: one line of the bank, with the bank's own id. */
export interface BankLine {
  /** Stable and unique: reading a range twice adds nothing. */
  readonly bankLineId: string;
  readonly bankCode: string;
  readonly accountNumber: string;
  readonly depositedAt: Date;
  readonly amount: Won;
  /** 입금자명, as the bank prints it (often cut). */
  readonly depositorName: string;
  readonly remark: string;
}

/**
 * The feed of an MSP's bank accounts. Throws `ProviderError` (vendor `popbill`). Ranges over a month are split by the
 * implementation; lines older than three months are never expected.
 */
export interface BankFeed {
  accounts(mspBrn: string): Promise<readonly BankAccount[]>;
  deposits(
    mspBrn: string,
    account: BankAccount,
    range: { from: LocalDate; to: LocalDate },
  ): Promise<readonly BankLine[]>;
}
