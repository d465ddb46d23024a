import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { Icon, type IconName } from "./Icon.tsx";
import { LangContext } from "./lang.ts";
import { type Status, statusWords, type Tone, toneIcons } from "./status_words.ts";

/** A word with a tone and an icon; the icon is the tone's own unless another says it better. */
export function Chip(
  props: { readonly tone: Tone; readonly icon?: IconName | undefined; readonly children: ComponentChildren },
) {
  return (
    <span class={`chip chip-${props.tone}`}>
      <Icon name={props.icon ?? toneIcons[props.tone]} size={12} />
      {props.children}
    </span>
  );
}

/** The state of a document or a payment, as `status_words.ts` has it. */
export function StatusChip(props: { readonly status: Status }) {
  const lang = useContext(LangContext);
  const word = statusWords[props.status];
  return <Chip tone={word.tone} icon={word.icon}>{word[lang]}</Chip>;
}
