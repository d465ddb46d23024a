import { page, Title } from "fresh";
import { DataTable } from "../../../components/DataTable.tsx";
import { FilterBar, FilterField, FilterSelect } from "../../../components/FilterBar.tsx";
import { EmptyState, PageHead } from "../../../components/Panel.tsx";
import { Moment } from "../../../components/Value.tsx";
import { fieldChanges, type ShownEntry, visible } from "../../../lib/audit_log.ts";
import { auditChoices, listAuditEntries } from "../../../lib/audit_log_store.ts";
import { inMsp } from "../../../lib/db/mod.ts";
import { auditTexts } from "../../../lib/web/i18n/audit.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";
import { formatTableQuery, rowsBefore, type TableQuery } from "../../../lib/web/table_query.ts";
import { define } from "../../_state.ts";
import { mspOf } from "../_msp.ts";
import { auditFilter, auditQuery } from "./_query.ts";
import { auditWord, valueWord } from "./_words.ts";

/** 활동 기록: who did what, when, from where, before and after. */
export const handler = define.handlers({
  async GET(ctx) {
    const query = auditQuery(ctx.url.searchParams);
    const mspId = mspOf(ctx.state);
    const { dir, size: limit } = query;
    const found = await inMsp(ctx.state.app.db, mspId, async (tx) => ({
      ...await listAuditEntries(tx, mspId, { filter: auditFilter(query), dir, limit, offset: rowsBefore(query) }),
      choices: await auditChoices(tx, mspId),
    }));
    return page({ query, ...found });
  },
});

export default define.page<typeof handler>(function AuditPage({ data, state }) {
  const t = auditTexts[state.lang];
  const { lang } = state;
  const { query, rows, total } = data;
  return (
    <>
      <Title>{t.title}</Title>
      <PageHead title={t.title} lead={t.lead} />
      <Filters query={query} choices={data.choices} lang={lang} />
      <DataTable
        caption={t.title}
        query={query}
        rows={rows}
        total={total}
        exportHref={`${paths.auditExport()}${formatTableQuery(query)}`}
        empty={{ none: <EmptyState icon="audit" title={t.none} />, noMatch: t.noMatch }}
        columns={[
          { key: "at", label: t.at, sortable: true, cell: (entry) => <Moment at={entry.at} /> },
          { key: "actor", label: t.actor, cell: (entry) => <OneLine>{visible(entry.actor)}</OneLine> },
          {
            key: "kind",
            label: t.kind,
            cell: (entry) => <OneLine>{auditWord("kinds", entry.objectKind, lang)}</OneLine>,
          },
          {
            key: "action",
            label: t.action,
            cell: (entry) => <OneLine>{auditWord("actions", entry.action, lang)}</OneLine>,
          },
          { key: "changes", label: t.changes, cell: (entry) => <Changes entry={entry} lang={lang} /> },
          { key: "from", label: t.from, cell: (entry) => visible(entry.fromAddress) || t.noDetails },
          { key: "source", label: t.source, hidden: true, cell: (entry) => t.sources[entry.source] },
          { key: "device", label: t.device, hidden: true, cell: (entry) => visible(entry.userAgent) || t.noDetails },
          { key: "objectId", label: t.objectId, hidden: true, cell: (entry) => visible(entry.objectId) },
        ]}
      />
    </>
  );
});

interface FiltersProps {
  readonly query: TableQuery;
  readonly choices: { readonly actors: string[]; readonly kinds: string[]; readonly actions: string[] };
  readonly lang: Lang;
}

function Filters(props: FiltersProps) {
  const t = auditTexts[props.lang];
  const { query, choices, lang } = props;
  const words = (area: "kinds" | "actions", names: readonly string[]) =>
    names.map((name) => ({ value: name, label: auditWord(area, name, lang) }));
  return (
    <FilterBar query={query}>
      <FilterSelect
        query={query}
        name="actor"
        label={t.actor}
        all={t.all}
        options={choices.actors.map((name) => ({ value: name, label: visible(name) }))}
      />
      <FilterSelect query={query} name="kind" label={t.kind} all={t.all} options={words("kinds", choices.kinds)} />
      <FilterSelect
        query={query}
        name="action"
        label={t.action}
        all={t.all}
        options={words("actions", choices.actions)}
      />
      <FilterField query={query} name="from" label={t.fromDay} type="date" />
      <FilterField query={query} name="until" label={t.untilDay} type="date" />
    </FilterBar>
  );
}

function Changes(props: { readonly entry: ShownEntry; readonly lang: Lang }) {
  const { entry, lang } = props;
  const t = auditTexts[lang];
  const changes = fieldChanges(entry);
  if (changes.length === 0) return <>{t.noDetails}</>;
  const word = (field: string, value: string | null) =>
    value === null ? t.noDetails : valueWord(field, { value, lang });
  return (
    <details class="min-w-64">
      <summary>{t.details(String(changes.length))}</summary>
      <ul class="mt-1">
        {changes.map(({ field, before, after }) => (
          <li key={field}>
            <span class="muted">{auditWord("fields", field, lang)}</span>{" "}
            {entry.before === null || before === after ? word(field, after) : (
              <>
                <del>
                  <span class="sr-only">{t.before}</span>
                  {word(field, before)}
                </del>
                <span aria-hidden="true">→</span>
                <ins>
                  <span class="sr-only">{t.after}</span>
                  {word(field, after)}
                </ins>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function OneLine(props: { readonly children: string }) {
  return <span class="whitespace-nowrap">{props.children}</span>;
}
