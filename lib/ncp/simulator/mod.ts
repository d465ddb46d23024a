/**
 * A small NCP billing service as a function: the `/billing/v1` of the three zones, under any host. It verifies signatures,
 * refuses and pages as the vendor does. What it bills is invented, but always the same for a member and month, and its
 * sums agree.
 *
 * The first five members of a partner are plain; `member.ts` says what sets the later ones apart (1000006 a credit, 1000007
 * discounts, 1000008 billed through its partner, 1000009 a server in mid-month, 1000010 a price change, …).
 *
 * What it does not imitate:
 * - operations other than the seven cost operations of `operations.ts`: daily usage, product and price lists, regions,
 *   discounts, Organization queries; nor servers, SENS and mail;
 * - NCP being paid: `isPaidUp` stays false where there is something to pay, nothing is ever overdue;
 * - members that join or leave a partner, several demand attributes, packages, section prices, other currencies;
 * - the codes of service errors and of usage counted in GB and pieces, and the words of refusals: not found, so invented;
 * - rate limits, but for the members that misbehave (`misbehaviours.ts`), and the time NCP takes to answer;
 * - NCP's sort order, which is not documented: here by member, month, contract;
 * - NCP's own limit of months answered (here 36), product codes, numbers and prices: right in shape, invented in value.
 */
import type { Fetch, SimulatorContext } from "../../simulator.ts";
import { admit } from "./gateway.ts";
import { operations } from "./operations.ts";
import { simulatedKeyHolders } from "./partners.ts";
import { gatewayError } from "./reply.ts";
import { serve } from "./service.ts";

export { ncpMisbehaviours } from "./misbehaviours.ts";
export { simulatedPartners } from "./partners.ts";

const basePath = "/billing/v1";

/** The simulated service for three partners with `members` (3 to 10,000) members in all. */
export function ncpSimulator(context: SimulatorContext, options: { members: number }): Fetch {
  const keyHolders = simulatedKeyHolders(options.members);
  return async (request) => {
    const url = new URL(request.url);
    const operation = url.pathname.startsWith(basePath) && operations.get(url.pathname.slice(basePath.length));
    if (!operation || !operation.methods.includes(request.method)) {
      return gatewayError("not_found", { params: url.searchParams });
    }
    const holder = await admit(request, { url, keyHolders, wallClockMs: context.wallClockMs() });
    return holder instanceof Response ? holder : await serve(operation, { request, url, holder, context });
  };
}
