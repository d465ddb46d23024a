import { page, Title } from "fresh";
import { LinkButton } from "../../../components/Button.tsx";
import { Chip } from "../../../components/Chip.tsx";
import { DataTable } from "../../../components/DataTable.tsx";
import { EmptyState, PageHead } from "../../../components/Panel.tsx";
import { Tabs } from "../../../components/Tabs.tsx";
import { Moment } from "../../../components/Value.tsx";
import { inMsp } from "../../../lib/db/mod.ts";
import { subRoles } from "../../../lib/msps/users.ts";
import { listSubUsers } from "../../../lib/msps/users_store.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import { paths } from "../../../lib/web/paths.ts";
import { formatTableQuery } from "../../../lib/web/table_query.ts";
import { define } from "../../_state.ts";
import { mspOf } from "../_msp.ts";
import { userFilter, usersQuery } from "./_query.ts";

/** 「계정관리」: the members and resellers of the MSP. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = usersQuery(ctx.url.searchParams);
    const mspId = mspOf(ctx.state);
    const found = await inMsp(ctx.state.app.db, mspId, (tx) => listSubUsers(tx, mspId, userFilter(query)));
    return page({ query, ...found });
  },
});

export default define.page<typeof handler>(function UsersPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { query, rows, total } = data;
  const add = <LinkButton href={paths.newUser()} tone="primary" icon="plus">{t.addUser}</LinkButton>;
  const tabs = [
    { href: formatTableQuery(query, { filters: {} }), label: t.allRoles, current: query.filters.role === undefined },
    ...subRoles.map((role) => ({
      href: formatTableQuery(query, { filters: { role } }),
      label: t[role],
      current: query.filters.role === role,
    })),
  ];
  const isEmpty = total === 0 && query.q === "" && query.filters.role === undefined;
  return (
    <>
      <Title>{t.users}</Title>
      <PageHead title={t.users} lead={t.usersLead} actions={isEmpty ? undefined : add} />
      <DataTable
        caption={t.users}
        query={query}
        rows={rows}
        total={total}
        tabs={isEmpty ? undefined : <Tabs tabs={tabs} label={t.userRole} />}
        rowHref={(user) => paths.user(user.id)}
        exportHref={`${paths.usersExport()}${formatTableQuery(query)}`}
        empty={{
          none: <EmptyState icon="users" title={t.noUsers} lead={t.noUsersLead} action={add} />,
          noMatch: t.noMatch,
        }}
        columns={[
          { key: "name", label: t.userName, sortable: true, cell: (user) => user.name },
          { key: "role", label: t.userRole, sortable: true, cell: (user) => t[user.role] },
          { key: "login", label: t.login, sortable: true, cell: (user) => user.login },
          { key: "affiliation", label: t.affiliation, sortable: true, cell: (user) => user.affiliation },
          { key: "email", label: t.userEmail, sortable: true, cell: (user) => user.email },
          {
            key: "state",
            label: t.state,
            sortable: true,
            cell: (user) =>
              user.disabledAt === null
                ? <Chip tone="ok">{t.active}</Chip>
                : <Chip tone="idle" icon="pause">{t.disabled}</Chip>,
          },
          {
            key: "lastLogin",
            label: t.lastLogin,
            cell: (user) => user.lastLoginAt === null ? t.never : <Moment at={user.lastLoginAt} />,
          },
          {
            key: "actions",
            label: t.actions,
            cell: (user) => (
              <span class="actions">
                <LinkButton href={paths.user(user.id)} small>{t.edit}</LinkButton>
                <LinkButton href={paths.userRemoval(user.id)} small tone="ghost">{t.remove}</LinkButton>
              </span>
            ),
          },
        ]}
      />
    </>
  );
});
