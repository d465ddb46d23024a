import { Button } from "../../components/Button.tsx";
import type { FrameState, NavGroup } from "../../components/frame.ts";
import { PageHead } from "../../components/Panel.tsx";
import { Shell } from "../../components/Shell.tsx";
import { parseTableQuery } from "../../lib/web/table_query.ts";
import { ChartSection, FigureSection, FormSection, WordSection } from "./_gallery_parts.tsx";
import { galleryShape } from "./_gallery_rows.ts";
import { TableSection } from "./_gallery_table.tsx";

const nav: readonly NavGroup[] = [
  {
    label: "서비스 현황",
    links: [
      { href: "#a", label: "전체 현황", icon: "dashboard" },
      { href: "#b", label: "고객사별 현황", icon: "users" },
    ],
  },
  {
    label: "요금 정산",
    links: [
      { href: "#c", label: "요금정산", icon: "receipt", current: true },
      { href: "#d", label: "납부·입금", icon: "bank", count: 3 },
    ],
  },
  {
    label: "설정",
    links: [
      { href: "#e", label: "고객사 관리", icon: "building" },
      { href: "#f", label: "정산 등록", icon: "document" },
      { href: "#g", label: "계정관리", icon: "user" },
      { href: "#h", label: "환경설정", icon: "gear" },
      { href: "#i", label: "활동 기록", icon: "audit" },
    ],
  },
];

const invented: FrameState["signedIn"] = {
  user: { name: "김한빛", mspName: "한빛클라우드", email: "owner@example.com" },
};

/** Every component in all its states, in the frame. */
export function Gallery(props: { readonly state: FrameState; readonly params: URLSearchParams }) {
  const state: FrameState = {
    ...props.state,
    signedIn: props.state.signedIn ?? invented,
    flash: props.params.has("flash") ? { tone: "ok", text: "요금청구서 24건을 보냈습니다." } : props.state.flash,
  };
  return (
    <Shell state={state} nav={nav} breadcrumb={["요금정산", "화면 요소"]} asOf="2025-01-06 09:12" simulated>
      <PageHead
        title="화면 요소"
        lead="콘솔의 모든 화면은 이 요소로 짓습니다. 개발할 때만 열립니다."
        actions={<Button tone="primary" icon="plus" type="button">추가</Button>}
      />
      <FigureSection />
      <TableSection query={parseTableQuery(props.params, galleryShape)} />
      <WordSection />
      <FormSection csrf={state.csrf} refused={props.params.has("refused")} />
      <ChartSection />
    </Shell>
  );
}
