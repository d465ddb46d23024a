import { page, Title } from "fresh";
import { LinkButton } from "../../../components/Button.tsx";
import { Chip } from "../../../components/Chip.tsx";
import { DataTable } from "../../../components/DataTable.tsx";
import { EmptyState, PageHead } from "../../../components/Panel.tsx";
import { Tabs } from "../../../components/Tabs.tsx";
import { BusinessNumber, Moment } from "../../../components/Value.tsx";
import { countByState, listApplications } from "../../../lib/msps/application_store.ts";
import { signupTexts } from "../../../lib/web/i18n/signup.ts";
import { paths } from "../../../lib/web/paths.ts";
import { formatTableQuery, parseTableQuery, rowsBefore } from "../../../lib/web/table_query.ts";
import { define } from "../../_state.ts";
import { stateTones } from "./_state_tones.ts";

const shownStates = ["pending", "approved", "rejected"] as const;

const shape = {
  columns: [
    { key: "company" },
    { key: "brn" },
    { key: "contactName" },
    { key: "email" },
    { key: "confirmedAt" },
    { key: "state" },
    { key: "decidedAt", hidden: true },
    { key: "decidedBy", hidden: true },
  ],
  sort: "confirmedAt",
  dir: "desc",
  filters: { state: (text: string) => shownStates.some((each) => each === text) },
} as const;

/** The applications whose e-mail is confirmed, the waiting ones first. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = parseTableQuery(ctx.url.searchParams, shape);
    const { db } = ctx.state.app;
    const state = shownStates.find((each) => each === query.filters.state) ?? null;
    const { rows, total } = await listApplications(db, {
      state,
      q: query.q,
      limit: query.size,
      offset: rowsBefore(query),
    });
    return page({ query, rows, total, counts: await countByState(db), state });
  },
});

export default define.page<typeof handler>(function ApplicationsPage({ data, state }) {
  const t = signupTexts[state.lang];
  const { query, rows, total, counts } = data;
  const count = (of: readonly (typeof shownStates[number])[]) =>
    of.reduce((sum, each) => sum + (counts.get(each) ?? 0), 0);
  const tabs = [
    {
      href: formatTableQuery(query, { filters: {} }),
      label: t.tabAll,
      current: data.state === null,
      count: count(shownStates),
    },
    ...shownStates.map((each) => ({
      href: formatTableQuery(query, { filters: { state: each } }),
      label: t[each],
      current: data.state === each,
      count: count([each]),
    })),
  ];
  return (
    <>
      <Title>{t.applications}</Title>
      <PageHead title={t.applications} lead={t.applicationsLead} />
      <DataTable
        caption={t.applications}
        query={query}
        rows={rows}
        total={total}
        rowHref={(row) => paths.application(row.id)}
        tabs={count(shownStates) === 0 ? undefined : <Tabs tabs={tabs} label={t.state} />}
        empty={{
          none: (
            <EmptyState
              title={t.none}
              lead={t.noneLead}
              action={<LinkButton href={paths.signup()}>{t.signupPage}</LinkButton>}
            />
          ),
          noMatch: t.noMatch,
        }}
        columns={[
          { key: "company", label: t.company, cell: (row) => row.company },
          { key: "brn", label: t.brn, cell: (row) => <BusinessNumber brn={row.brn} /> },
          { key: "contactName", label: t.contactName, cell: (row) => row.contactName },
          { key: "email", label: t.email, cell: (row) => row.email },
          {
            key: "confirmedAt",
            label: t.confirmedAt,
            cell: (row) => row.confirmedAt && <Moment at={row.confirmedAt} />,
          },
          { key: "state", label: t.state, cell: (row) => <Chip tone={stateTones[row.state]}>{t[row.state]}</Chip> },
          {
            key: "decidedAt",
            label: t.decidedAt,
            hidden: true,
            cell: (row) => row.decidedAt && <Moment at={row.decidedAt} />,
          },
          { key: "decidedBy", label: t.decidedBy, hidden: true, cell: (row) => row.decidedBy },
        ]}
      />
    </>
  );
});
