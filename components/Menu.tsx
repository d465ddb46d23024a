import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

interface MenuProps {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly children: ComponentChildren;
  readonly icon?: IconName | undefined;
  /** What the button says to a screen reader, where the label alone does not. */
  readonly name?: string | undefined;
  readonly class?: string | undefined;
}

/** A button that opens a small surface (the browser's own popover): Escape and a click outside close it, without script. */
export function Menu(props: MenuProps) {
  return (
    <>
      <button
        type="button"
        class={props.class ?? "btn btn-ghost btn-sm"}
        popovertarget={props.id}
        aria-label={props.name}
      >
        {props.icon && <Icon name={props.icon} />}
        {props.label}
        <Icon name="chevronDown" size={14} />
      </button>
      <div id={props.id} popover="auto" class="menu-surface">{props.children}</div>
    </>
  );
}
