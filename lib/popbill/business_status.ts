import { z } from "zod";
import { seoulDate } from "../calendar.ts";
import { ProviderError } from "../prelude.ts";
import type { BusinessStatus } from "../tax_invoices/port.ts";
import { optionalDay, readAnswer, wholeNumber } from "./answers.ts";
import { inThousands } from "./thousands.ts";
import type { PopbillClient } from "./client.ts";

const corpStates = z.array(z.object({
  corpNum: z.string(),
  state: z.union([wholeNumber, z.literal("").transform(() => null)]).nullish(),
  checkDate: optionalDay,
}));

// popbill-api.md 6; anything else (null, 4 확인실패) is unknown.
const states: ReadonlyMap<number, BusinessStatus> = new Map([
  [0, "unregistered"],
  [1, "active"],
  [2, "closed"],
  [3, "suspended"],
]);

/** 휴폐업 상태 of business numbers by checkCorpNums, a thousand at a time, in the order asked; every number is charged. */
export async function businessStatusesOf(
  client: PopbillClient,
  options: { member: string; brns: readonly string[] },
): Promise<{ brn: string; status: BusinessStatus; asOf: string }[]> {
  const found: { brn: string; status: BusinessStatus; asOf: string }[] = [];
  for (const brns of inThousands(options.brns)) {
    const answer = await client.read({
      acting: { brn: options.member, product: "170" },
      path: "/CloseDown",
      body: brns,
    });
    const byBrn = new Map(
      readAnswer(answer, { schema: corpStates, of: "POST /CloseDown" }).map((state) => [state.corpNum, state]),
    );
    for (const brn of brns) {
      const state = byBrn.get(brn);
      if (!state) {
        throw new ProviderError(
          "popbill",
          "schema",
          `Cannot read Popbill's answer to POST /CloseDown: no ${brn}`,
          false,
        );
      }
      // Without a day of the NTS the answer stands for the day on which it was asked.
      const asOf = state.checkDate ?? seoulDate(new Date(client.wallClockMs()));
      found.push({ brn, status: states.get(state.state ?? -1) ?? "unknown", asOf });
    }
  }
  return found;
}
