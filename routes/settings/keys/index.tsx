import { page, Title } from "fresh";
import { LinkButton } from "../../../components/Button.tsx";
import { Chip } from "../../../components/Chip.tsx";
import { DataTable } from "../../../components/DataTable.tsx";
import { EmptyState, PageHead } from "../../../components/Panel.tsx";
import { Day } from "../../../components/Value.tsx";
import { seoulDate } from "../../../lib/calendar.ts";
import { showKeys, type ShownKey } from "../../../lib/msps/cloud_accounts.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";
import { parseTableQuery, rowsBefore, type TableQuery, withinPages } from "../../../lib/web/table_query.ts";
import { define } from "../../_state.ts";
import { mspOf } from "../_msp.ts";
import { zoneText } from "./_tools.ts";

const shape = {
  columns: [
    { key: "name", sortable: true },
    { key: "zone", sortable: true },
    { key: "type", sortable: true },
    { key: "accessKey" },
    { key: "createdAt", sortable: true },
    { key: "keySetAt", sortable: true, hidden: true },
    { key: "customers", sortable: true },
    { key: "actions" },
  ],
  sort: "name",
} as const;

/** 「인증키 관리」: the keys, of each pair the last four characters of the ACCESS KEY. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, lang } = ctx.state;
    const asked = parseTableQuery(ctx.url.searchParams, shape);
    const keys = await showKeys(app, { mspId: mspOf(ctx.state), now: app.clock.now() });
    const found = keys.filter((key) => matches(key, { q: asked.q, lang }));
    const query = withinPages(asked, found.length);
    const rows = found.sort(orderOf(query)).slice(rowsBefore(query), rowsBefore(query) + query.size);
    return page({ query, rows, total: found.length });
  },
});

export default define.page<typeof handler>(function KeysPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const add = <LinkButton href={paths.newKey()} tone="primary" icon="plus">{t.addKey}</LinkButton>;
  return (
    <>
      <Title>{t.keys}</Title>
      <PageHead title={t.keys} lead={t.keysLead} actions={data.total > 0 ? add : undefined} />
      <DataTable
        caption={t.keys}
        query={data.query}
        rows={data.rows}
        total={data.total}
        rowHref={(key) => paths.key(key.id)}
        empty={{
          none: <EmptyState icon="key" title={t.noKeys} lead={t.noKeysLead} action={add} />,
          noMatch: t.noMatch,
        }}
        columns={[
          { key: "name", label: t.accountName, sortable: true, cell: (key) => key.name },
          { key: "zone", label: t.zone, sortable: true, cell: (key) => zoneText(key.zone, state.lang) },
          {
            key: "type",
            label: t.accountType,
            sortable: true,
            cell: (key) => key.type === "pcp" ? t.pcp : t.ordinary,
          },
          { key: "accessKey", label: t.accessKey, cell: (key) => <KeyEnd end={key.accessKeyEnd} lang={state.lang} /> },
          {
            key: "createdAt",
            label: t.registeredOn,
            sortable: true,
            cell: (key) => <Day day={seoulDate(key.createdAt)} />,
          },
          {
            key: "keySetAt",
            label: t.keySetOn,
            sortable: true,
            hidden: true,
            cell: (key) => <Day day={seoulDate(key.keySetAt)} />,
          },
          {
            key: "customers",
            label: t.usedBy,
            sortable: true,
            align: "right",
            cell: (key) => t.usedByCount(String(key.customerCount)),
          },
          {
            key: "actions",
            label: t.actions,
            cell: (key) => (
              <span class="actions">
                <LinkButton href={paths.key(key.id)} small>{t.replaceKey}</LinkButton>
                <LinkButton href={paths.keyRemoval(key.id)} small tone="ghost">{t.remove}</LinkButton>
              </span>
            ),
          },
        ]}
      />
    </>
  );
});

function KeyEnd(props: { readonly end: string | null; readonly lang: Lang }) {
  if (props.end === null) return <Chip tone="bad">{settingsTexts[props.lang].unreadable}</Chip>;
  return <code>····{props.end}</code>;
}

function matches(key: ShownKey, options: { q: string; lang: Lang }): boolean {
  const { q, lang } = options;
  const texts = [key.name, zoneText(key.zone, lang), key.type, key.accessKeyEnd ?? ""];
  return texts.some((text) => text.toLowerCase().includes(q.toLowerCase()));
}

function orderOf(query: TableQuery): (a: ShownKey, b: ShownKey) => number {
  const sign = query.dir === "desc" ? -1 : 1;
  const valueOf = (key: ShownKey): string | number => {
    switch (query.sort) {
      case "zone":
        return key.zone;
      case "type":
        return key.type;
      case "createdAt":
        return key.createdAt.getTime();
      case "keySetAt":
        return key.keySetAt.getTime();
      case "customers":
        return key.customerCount;
      default:
        return key.name;
    }
  };
  return (a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    return left === right ? (a.name < b.name ? -1 : 1) : (left < right ? -sign : sign);
  };
}
