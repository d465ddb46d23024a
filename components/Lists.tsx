import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";
import { type Tone, toneIcons } from "./status_words.ts";

/** Pairs of a name and a value. */
export function DescriptionList(
  props: { readonly rows: readonly (readonly [label: string, value: ComponentChildren])[] },
) {
  return (
    <dl class="descriptions">
      {props.rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One thing that happened. */
export interface TimelineEvent {
  /** When, as written for people. */
  readonly at: string;
  readonly title: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly tone?: Tone | undefined;
}

/** What happened to one document, oldest first (U26). */
export function Timeline(props: { readonly events: readonly TimelineEvent[] }) {
  return (
    <ol class="timeline-list">
      {props.events.map((event, index) => (
        <li key={index}>
          <span class={`timeline-mark tone-${event.tone ?? "idle"}`}>
            <Icon name={toneIcons[event.tone ?? "idle"]} size={12} />
          </span>
          <p class="text-sm muted tabular-nums">{event.at}</p>
          <p>
            <span class="font-medium">{event.title}</span> {event.note && <span class="muted">{event.note}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** How far something is: `24 / 36`. */
export function Meter(props: { readonly label: string; readonly value: number; readonly max: number }) {
  return (
    <div class="meter-row">
      <span class="meter-label">{props.label}</span>
      <progress class="progress progress-primary" value={props.value} max={props.max} aria-label={props.label} />
      <span class="tabular-nums text-right">{props.value} / {props.max}</span>
    </div>
  );
}
