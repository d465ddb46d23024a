import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";
import { type Tone, toneIcons } from "./status_words.ts";

interface HeadProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

/** The head of a page: its title, one line of what it is for, and what one does here. */
export function PageHead(props: HeadProps) {
  return (
    <div class="page-head">
      <div class="min-w-0">
        <h1 class="page-title">{props.title}</h1>
        {props.lead && <p class="muted mt-0.5">{props.lead}</p>}
      </div>
      {props.actions && <div class="actions">{props.actions}</div>}
    </div>
  );
}

interface PanelProps extends Partial<HeadProps> {
  readonly children: ComponentChildren;
  readonly id?: string | undefined;
  /** Content that reaches the border: a table. */
  readonly flush?: boolean | undefined;
}

/** A white surface with a hairline. */
export function Panel(props: PanelProps) {
  return (
    <section class="panel" id={props.id} aria-label={props.title}>
      {(props.title || props.actions) && (
        <div class="panel-head">
          <div class="min-w-0">
            {props.title && <h2 class="panel-title">{props.title}</h2>}
            {props.lead && <p class="muted text-sm mt-0.5">{props.lead}</p>}
          </div>
          {props.actions && <div class="actions">{props.actions}</div>}
        </div>
      )}
      <div class={props.flush ? "" : "panel-body"}>{props.children}</div>
    </section>
  );
}

interface CardProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  /** Colours the value, beside what the note says. */
  readonly tone?: "bad" | undefined;
}

/** One figure with its name and a note. */
export function Card(props: CardProps) {
  return (
    <section class="panel card-figure">
      <h2 class="muted">{props.label}</h2>
      <p class={`figure${props.tone ? ` figure-${props.tone}` : ""}`}>{props.value}</p>
      {props.note && <p class="text-sm muted mt-2">{props.note}</p>}
    </section>
  );
}

/** Cards side by side, beneath one another where there is no room. */
export function Cards(props: { readonly children: ComponentChildren }) {
  return <div class="cards">{props.children}</div>;
}

interface EmptyProps {
  readonly title: string;
  readonly lead?: string | undefined;
  /** The one next step. */
  readonly action?: ComponentChildren;
  readonly icon?: IconName | undefined;
}

/** Nothing here: what that means, and one next step (U14). */
export function EmptyState(props: EmptyProps) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={props.icon ?? "inbox"} size={24} />
      </span>
      <p class="font-semibold">{props.title}</p>
      {props.lead && <p class="muted">{props.lead}</p>}
      {props.action && <div class="mt-3">{props.action}</div>}
    </div>
  );
}

/** A sentence that stays on the page: what to know, what to look at, what went wrong. */
export function Notice(
  props: { readonly tone: Tone; readonly title?: string | undefined; readonly children: ComponentChildren },
) {
  return (
    <div class={`notice notice-${props.tone}`}>
      <Icon name={props.tone === "info" ? "info" : toneIcons[props.tone]} />
      <div class="grow">
        {props.title && <p class="font-semibold">{props.title}</p>}
        <div>{props.children}</div>
      </div>
    </div>
  );
}
