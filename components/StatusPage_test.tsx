import { doesNotMatch, match } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { StatusPage } from "./StatusPage.tsx";

const page = render(
  <StatusPage
    services={["팝빌: 시뮬레이터 <개발 환경>"]}
    checks={{ database: true, queue: false }}
    now="2025-01-06 09:12"
    syncedAt={null}
    waiting={[["settle_month", 2], ["sync_usage", 3]]}
  />,
);

Deno.test("StatusPage writes its style sheet as the browser reads it, and escapes everything else", () => {
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
  match(style, /font: 15px\/1\.6 Pretendard, 'Noto Sans CJK KR'/);
  doesNotMatch(style, /[&"<]/);
  match(page, /<li *>팝빌: 시뮬레이터 &lt;개발 환경><\/li>/);
});

Deno.test("StatusPage tells each check by sign and word, and how many jobs wait", () => {
  match(page, /데이터베이스: <span class="good">✓ 정상<\/span>/);
  match(page, /작업 큐: <span class="bad">✗ 문제 있음<\/span>/);
  match(page, /대기 중인 작업: 5건/);
  match(page, /업무 시각 2025-01-06 09:12 · 마지막 정상 가져오기 아직 없음/);
});
