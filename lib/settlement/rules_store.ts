import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import type { RuleVersion } from "./rule_versions.ts";

/** A rule version with the customer it was agreed with. */
export type CustomerRule = RuleVersion & { readonly customerId: CustomerId };

/** Every version of every rule of the customers, in shown order. */
export async function listRuleVersions(
  tx: Queryable,
  mspId: MspId,
  customers: readonly CustomerId[],
): Promise<CustomerRule[]> {
  return await tx.query<CustomerRule>(sql`
    select customer_id as "customerId", id, version, position, kind, name, fixed_amount as "fixedAmount",
      rate_bps as "rateBps", server_codes as "serverCodes", counts_from as "countsFrom", ended
    from charge_rules where msp_id = ${mspId} and customer_id = any(${[...customers]}::uuid[])
    order by customer_id, position, id, version`);
}

/** Adds a rule, or a new version of one where `id` is given. Versions are never edited. */
export async function insertRuleVersion(
  tx: Tx,
  mspId: MspId,
  rule: Omit<CustomerRule, "id"> & { readonly id: string | null },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(sql`
    insert into charge_rules (msp_id, id, version, customer_id, position, kind, name, fixed_amount, rate_bps,
      server_codes, counts_from, ended)
    values (${mspId}, coalesce(${rule.id}::uuid, new_id()), ${rule.version}, ${rule.customerId}, ${rule.position},
      ${rule.kind}, ${rule.name}, ${rule.fixedAmount}, ${rule.rateBps}, ${[...rule.serverCodes]}::text[],
      ${rule.countsFrom}, ${rule.ended})
    returning id`);
  if (!row) throw new TypeError("Cannot store a charge rule: no row came back");
  return row.id;
}
