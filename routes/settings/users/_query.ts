import { subRoles } from "../../../lib/msps/users.ts";
import { type UserFilter, userSorts } from "../../../lib/msps/users_store.ts";
import { parseTableQuery, rowsBefore, type TableQuery } from "../../../lib/web/table_query.ts";

const shape = {
  columns: [
    { key: "name", sortable: true },
    { key: "role", sortable: true },
    { key: "login", sortable: true },
    { key: "affiliation", sortable: true },
    { key: "email", sortable: true },
    { key: "state", sortable: true },
    { key: "lastLogin" },
    { key: "actions" },
  ],
  sort: "name",
  filters: { role: (text: string) => subRoles.some((role) => role === text) },
} as const;

/** What the list of users shows, as the URL says. */
export function usersQuery(params: URLSearchParams): TableQuery {
  return parseTableQuery(params, shape);
}

/** The same, as the store asks for it. */
export function userFilter(query: TableQuery): UserFilter {
  return {
    q: query.q,
    role: subRoles.find((role) => role === query.filters.role) ?? null,
    sort: userSorts.find((sort) => sort === query.sort) ?? "name",
    dir: query.dir,
    limit: query.size,
    offset: rowsBefore(query),
  };
}
