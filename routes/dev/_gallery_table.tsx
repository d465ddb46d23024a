import { StatusChip } from "../../components/Chip.tsx";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { FilterBar, FilterField, FilterSelect } from "../../components/FilterBar.tsx";
import { EmptyState } from "../../components/Panel.tsx";
import { LinkButton } from "../../components/Button.tsx";
import { Tabs } from "../../components/Tabs.tsx";
import { Won } from "../../components/Value.tsx";
import { sumWon } from "../../lib/money.ts";
import { parseTableQuery, type TableQuery, withinPages } from "../../lib/web/table_query.ts";
import { type GalleryRow, galleryShape, galleryZones, matching, pageOf } from "./_gallery_rows.ts";

const columns: readonly Column<GalleryRow>[] = [
  { key: "name", label: "고객사", sortable: true, cell: (row) => row.name },
  { key: "zone", label: "계정 구분", cell: (row) => row.zone },
  { key: "number", label: "고객사 번호", sortable: true, cell: (row) => row.number },
  {
    key: "total",
    label: "당월 요금",
    align: "right",
    sortable: true,
    cell: (row) => (
      <>
        <span class="font-medium">
          <Won amount={row.total} bare />
        </span>
        <p class="text-xs muted">VAT 포함</p>
      </>
    ),
  },
  { key: "cycle", label: "정산 주기", cell: (row) => row.cycle },
  { key: "statement", label: "요금 청구서", cell: (row) => <StatusChip status={row.statement} /> },
  { key: "taxInvoice", label: "세금계산서", cell: (row) => <StatusChip status={row.taxInvoice} /> },
  { key: "contact", label: "담당자", hidden: true, cell: (row) => row.contact },
];

/** The table with rows, without any, and with none that match; the filter bar above. */
export function TableSection(props: { readonly query: TableQuery }) {
  const found = matching(props.query);
  const query = withinPages(props.query, found.length);
  const nothing = parseTableQuery(new URLSearchParams("q=없는 이름"), galleryShape);
  return (
    <>
      <FilterBar query={query}>
        <FilterSelect query={query} name="zone" label="계정" all="전체 계정" options={galleryZones} />
        <FilterField query={query} name="month" label="이용월" type="month" />
      </FilterBar>
      <DataTable
        columns={columns}
        rows={pageOf(found, query)}
        total={found.length}
        sums={{ total: <Won amount={sumWon(found.map((row) => row.total))} bare /> }}
        query={query}
        caption="대상 고객사"
        rowHref={(row) => `#${row.number}`}
        exportHref="#"
        empty={{ none: "아직 고객사가 없습니다." }}
        tabs={
          <Tabs
            label="상태"
            tabs={[
              { href: "?", label: "전체", current: true, count: 36 },
              { href: "?tab=not_sent", label: "발송 전", current: false, count: 12 },
              { href: "?tab=held", label: "보류", current: false, count: 1 },
            ]}
          />
        }
      />
      <DataTable
        id="none"
        columns={columns}
        rows={[]}
        total={0}
        query={nothing}
        caption="결과 없음"
        empty={{ none: "" }}
      />
      <DataTable
        id="new"
        columns={columns}
        rows={[]}
        total={0}
        query={parseTableQuery(new URLSearchParams(), galleryShape)}
        caption="아직 없음"
        empty={{
          none: (
            <EmptyState
              title="아직 등록한 인증키가 없습니다."
              lead="NCP에서 발급한 인증키를 등록하면 이용내역을 가져옵니다."
              icon="key"
              action={<LinkButton href="#" tone="primary" icon="plus">인증키 추가</LinkButton>}
            />
          ),
        }}
      />
    </>
  );
}
