import { firstDay, type LocalDate, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, LinkId, MspId } from "../ids.ts";
import type { Zone } from "../zone.ts";
import type { Customer, CustomerFields, CustomerLink, PcpTerm } from "./customer.ts";

/** Which customers a query is about: all of the MSP, or these. */
export type CustomerScope = readonly CustomerId[] | "all";

const customerColumns = sql`
  id, serial, name, zone, main_account_id as "mainAccountId", brn, representative, address,
  address_detail as "addressDetail", biz_type as "bizType", biz_item as "bizItem", contact_name as "contactName",
  contact_email as "contactEmail", contact_phone as "contactPhone", billing_day as "billingDay", due_day as "dueDay",
  cycle_months as "cycleMonths", to_char(cycle_start, 'YYYY-MM') as "cycleStart", tax_basis as "taxBasis",
  pass_discounts as "passDiscounts", memo, active, to_char(last_month, 'YYYY-MM') as "lastMonth"`;

/** The customers of an MSP by their serial. */
export async function listCustomers(tx: Queryable, mspId: MspId, scope: CustomerScope = "all"): Promise<Customer[]> {
  return await tx.query<Customer>(sql`
    select ${customerColumns} from customers
    where msp_id = ${mspId} and (${scope === "all"} or id = any(${scope === "all" ? [] : [...scope]}::uuid[]))
    order by serial`);
}

/** One customer; null when the MSP has none of that id. */
export async function readCustomer(tx: Queryable, mspId: MspId, id: CustomerId): Promise<Customer | null> {
  const [row] = await listCustomers(tx, mspId, [id]);
  return row ?? null;
}

/**
 * Locks customers until the transaction ends. Whoever changes a usage month or its bill locks its customer first, so that
 * what was read of it still holds when it is written; in the order of their ids, so that two never wait for each other.
 */
export async function lockCustomers(tx: Tx, mspId: MspId, ids: readonly CustomerId[]): Promise<void> {
  await tx.query(sql`
    select from customers where msp_id = ${mspId} and id = any(${[...ids]}::uuid[]) order by id for no key update`);
}

/** Registers a customer under the next serial of its MSP, whose row is locked so that two at once take two. */
export async function insertCustomer(
  tx: Tx,
  mspId: MspId,
  customer: CustomerFields & { zone: Zone },
): Promise<{ id: CustomerId; serial: number }> {
  await tx.query(sql`select from msps where id = ${mspId} for no key update`);
  const [row] = await tx.query<{ id: CustomerId; serial: number }>(sql`
    insert into customers (msp_id, serial, name, zone, main_account_id, brn, representative, address, address_detail,
      biz_type, biz_item, contact_name, contact_email, contact_phone, billing_day, due_day, cycle_months, cycle_start,
      tax_basis, pass_discounts, memo)
    values (${mspId}, (select coalesce(max(serial), 0) + 1 from customers where msp_id = ${mspId}), ${customer.name},
      ${customer.zone}, ${customer.mainAccountId}, ${customer.brn}, ${customer.representative}, ${customer.address},
      ${customer.addressDetail}, ${customer.bizType}, ${customer.bizItem}, ${customer.contactName},
      ${customer.contactEmail}, ${customer.contactPhone}, ${customer.billingDay}, ${customer.dueDay},
      ${customer.cycleMonths}, ${firstDay(customer.cycleStart)}, ${customer.taxBasis}, ${customer.passDiscounts},
      ${customer.memo})
    returning id, serial`);
  if (!row) throw new TypeError("Cannot register a customer: no row came back");
  return row;
}

/** Writes the fields of a customer. */
export async function updateCustomer(
  tx: Tx,
  mspId: MspId,
  customer: CustomerFields & { id: CustomerId; zone: Zone },
): Promise<void> {
  await tx.query(sql`
    update customers
    set name = ${customer.name}, zone = ${customer.zone}, main_account_id = ${customer.mainAccountId},
      brn = ${customer.brn}, representative = ${customer.representative}, address = ${customer.address},
      address_detail = ${customer.addressDetail}, biz_type = ${customer.bizType}, biz_item = ${customer.bizItem},
      contact_name = ${customer.contactName}, contact_email = ${customer.contactEmail},
      contact_phone = ${customer.contactPhone}, billing_day = ${customer.billingDay}, due_day = ${customer.dueDay},
      cycle_months = ${customer.cycleMonths}, cycle_start = ${firstDay(customer.cycleStart)},
      tax_basis = ${customer.taxBasis}, pass_discounts = ${customer.passDiscounts}, memo = ${customer.memo},
      version = version + 1
    where msp_id = ${mspId} and id = ${customer.id}`);
}

/** Deactivates through a usage month, or activates again. */
export async function setActive(
  tx: Tx,
  mspId: MspId,
  options: { id: CustomerId; active: boolean; lastMonth: YearMonth | null },
): Promise<void> {
  await tx.query(sql`
    update customers
    set active = ${options.active}, last_month = ${
    options.lastMonth === null ? null : firstDay(options.lastMonth)
  }::date
    where msp_id = ${mspId} and id = ${options.id}`);
}

const linkColumns = sql`
  id, customer_id as "customerId", cloud_account_id as "cloudAccountId", zone, member_no as "memberNo",
  to_char(from_month, 'YYYY-MM') as "fromMonth", to_char(until_month, 'YYYY-MM') as "untilMonth"`;

/** The links of customers, old and new, in the order in which they hold. */
export async function listLinks(tx: Queryable, mspId: MspId, scope: CustomerScope = "all"): Promise<CustomerLink[]> {
  return await tx.query<CustomerLink>(sql`
    select ${linkColumns} from customer_links
    where msp_id = ${mspId} and (${scope === "all"} or customer_id = any(${scope === "all" ? [] : [...scope]}::uuid[]))
    order by from_month, created_at, id`);
}

/** Opens a link; the one before, if any, ends with `previousUntil`. */
export async function insertLink(
  tx: Tx,
  mspId: MspId,
  link: Omit<CustomerLink, "id" | "untilMonth"> & { previousUntil: YearMonth | null },
): Promise<LinkId> {
  if (link.previousUntil !== null) {
    await tx.query(sql`
      update customer_links set until_month = ${firstDay(link.previousUntil)}
      where msp_id = ${mspId} and customer_id = ${link.customerId} and until_month is null`);
  }
  const [row] = await tx.query<{ id: LinkId }>(sql`
    insert into customer_links (msp_id, customer_id, cloud_account_id, zone, member_no, from_month)
    values (${mspId}, ${link.customerId}, ${link.cloudAccountId}, ${link.zone}, ${link.memberNo},
      ${firstDay(link.fromMonth)})
    returning id`);
  if (!row) throw new TypeError("Cannot link a customer: no row came back");
  return row.id;
}

/** Lets the first link of a customer hold from an earlier month on: its 청구 시작월 was moved back. */
export async function extendFirstLink(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; fromMonth: YearMonth },
): Promise<void> {
  const fromMonth = firstDay(options.fromMonth);
  await tx.query(sql`
    update customer_links set from_month = ${fromMonth}
    where msp_id = ${mspId} and from_month > ${fromMonth} and id = (
      select id from customer_links where msp_id = ${mspId} and customer_id = ${options.customerId}
      order by from_month, created_at, id limit 1)`);
}

/** The PCP rates of the customers, newest last. */
export async function listPcpTerms(
  tx: Queryable,
  mspId: MspId,
  customers: readonly CustomerId[],
): Promise<(PcpTerm & { readonly customerId: CustomerId })[]> {
  return await tx.query(sql`
    select customer_id as "customerId", counts_from as "countsFrom", rate_bps as "rateBps"
    from pcp_terms where msp_id = ${mspId} and customer_id = any(${[...customers]}::uuid[])
    order by customer_id, counts_from`);
}

/** Sets a PCP rate from a day on. */
export async function putPcpTerm(
  tx: Tx,
  mspId: MspId,
  term: { customerId: CustomerId; countsFrom: LocalDate; rateBps: number },
): Promise<void> {
  await tx.query(sql`
    insert into pcp_terms (msp_id, customer_id, counts_from, rate_bps)
    values (${mspId}, ${term.customerId}, ${term.countsFrom}, ${term.rateBps})
    on conflict (msp_id, customer_id, counts_from) do update set rate_bps = excluded.rate_bps`);
}
