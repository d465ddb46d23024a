/** One of several views of a list or page. */
export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  readonly count?: number | undefined;
}

/** Links to the views of a list or page, the current one marked. */
export function Tabs(props: { readonly tabs: readonly Tab[]; readonly label?: string | undefined }) {
  return (
    <nav class="tabs-row" aria-label={props.label ?? props.tabs.map((tab) => tab.label).join(", ")}>
      {props.tabs.map((tab) => (
        <a key={tab.href} href={tab.href} class="tab-link" aria-current={tab.current ? "page" : undefined}>
          {tab.label}
          {tab.count !== undefined && <span class="tab-count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
