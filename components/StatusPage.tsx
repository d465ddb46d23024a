/** What the status page shows. */
export interface StatusPageProps {
  readonly services: readonly string[];
  readonly checks: Readonly<Record<string, boolean>>;
  /** Business time, Seoul. */
  readonly now: string;
  readonly syncedAt: string | null;
  readonly waiting: readonly (readonly [queue: string, count: number])[];
}

const checkLabels: Readonly<Record<string, string>> = {
  database: "데이터베이스",
  migrations: "마이그레이션",
  queue: "작업 큐",
};

// Free of double quotes, ampersands and less-than signs: the renderer would escape them, and CSS knows no entities.
const style = `
  :root { color-scheme: light dark; --ink: #1c2527; --soft: #5b6b6f; --line: #dfe5e6; --ground: #f5f7f7; --card: #fff; --teal: #0f766e; --bad: #b42318; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6ecec; --soft: #9fb0b3; --line: #2c383a; --ground: #12191a; --card: #1a2325; --teal: #2dd4bf; --bad: #ff8a7a; } }
  body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.6 Pretendard, 'Noto Sans CJK KR', 'Noto Sans KR', system-ui, sans-serif; word-break: keep-all; }
  main { max-width: 720px; margin: 0 auto; padding: 40px 20px; }
  h1 { font-size: 22px; margin: 0 0 4px; } h1 b { color: var(--teal); } p { margin: 0 0 24px; color: var(--soft); }
  section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px 20px; margin-bottom: 16px; }
  h2 { font-size: 14px; margin: 0 0 8px; color: var(--soft); font-weight: 600; }
  ul { margin: 0; padding: 0; list-style: none; } li { padding: 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; } li:first-child { border-top: 0; }
  .good { color: var(--teal); } .bad { color: var(--bad); } code { font-size: 13px; }
`;

/** A plain page that says what runs and what is simulated. */
export function StatusPage(props: StatusPageProps) {
  return (
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Cla-Bill</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <h1>
            <b>Cla-Bill</b> 정산 콘솔
          </h1>
          <p>업무 시각 {props.now} · 마지막 정상 가져오기 {props.syncedAt ?? "아직 없음"}</p>
          <section>
            <h2>상태</h2>
            <ul>
              {Object.entries(props.checks).map(([name, good]) => (
                <li key={name}>
                  {checkLabels[name] ?? name}:{" "}
                  <span class={good ? "good" : "bad"}>{good ? "✓ 정상" : "✗ 문제 있음"}</span>
                </li>
              ))}
              <li>대기 중인 작업: {props.waiting.reduce((sum, [, count]) => sum + count, 0)}건</li>
            </ul>
          </section>
          <section>
            <h2>외부 서비스</h2>
            <ul>{props.services.map((line) => <li key={line}>{line}</li>)}</ul>
          </section>
          <section>
            <h2>지금 할 수 있는 것</h2>
            <ul>
              <li>
                한 달 정산: <code>deno task month --month 2024-12 --send --issue next-day</code>
              </li>
              <li>
                상태 확인: <code>/health/live</code>, <code>/health/ready</code>, <code>/metrics</code>
              </li>
            </ul>
          </section>
        </main>
      </body>
    </html>
  );
}
