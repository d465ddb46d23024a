import type { YearMonth } from "../calendar.ts";
import { invariant } from "../prelude.ts";

/** The largest counter of one customer and usage month; keeps every key within Popbill's 24 characters. */
export const maxKeyCounter = 99_999;

/** The largest serial of a customer: what the column holds, six digits in base 36. */
export const maxSerial = 2_147_483_647;

/**
 * 문서번호 `202412-2s-1-k3f9`: usage month, the customer's serial in base 36, counter, and four letters of the MSP's id, so that
 * a second installation of the same supplier makes other keys. At most 24 of `[a-z0-9-]`, unique per supplier as Popbill
 * asks; made and stored before the call, so that an unknown outcome can be asked for (B7).
 *
 * @example
 * ```ts
 * import { yearMonth } from "../calendar.ts";
 * makeDocumentKey({ usageMonth: yearMonth("2024-12"), customerSerial: 100, counter: 1, mspId: "…-00000000k3f9" }); // "202412-2s-1-k3f9"
 * ```
 */
export function makeDocumentKey(
  options: { usageMonth: YearMonth; customerSerial: number; counter: number; mspId: string },
): string {
  const { customerSerial, counter } = options;
  invariant(
    Number.isSafeInteger(customerSerial) && customerSerial >= 1 && customerSerial <= maxSerial,
    `a customer's serial runs from 1 to ${maxSerial}`,
  );
  invariant(
    Number.isSafeInteger(counter) && counter >= 1 && counter <= maxKeyCounter,
    `a document key's counter runs from 1 to ${maxKeyCounter}, not ${counter}`,
  );
  const installation = options.mspId.replace(/[^0-9a-z]/g, "").slice(-4);
  invariant(installation.length === 4, "an MSP's id ends with letters or digits");
  return `${options.usageMonth.replace("-", "")}-${customerSerial.toString(36)}-${counter}-${installation}`;
}
