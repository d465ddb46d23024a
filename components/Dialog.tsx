import type { ComponentChildren } from "preact";
import { useWords } from "./lang.ts";

interface DialogProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
  /** What goes ahead; the way back is there of itself, and has the focus first (U23). */
  readonly actions?: ComponentChildren;
  /** The word of the way back. */
  readonly cancel?: string | undefined;
}

/** A native dialog, opened by `DialogOpener`; without script `#id` shows it as a section of the page (U22). */
export function Dialog(props: DialogProps) {
  const words = useWords();
  const titleId = `${props.id}-title`;
  return (
    <dialog id={props.id} class="dialog" aria-labelledby={titleId} aria-modal="true">
      <h2 id={titleId} class="dialog-title">{props.title}</h2>
      <div class="dialog-body">{props.children}</div>
      <div class="dialog-actions">
        <form method="dialog" class="dialog-cancel">
          <button type="submit" class="btn btn-plain" autofocus>{props.cancel ?? words.cancel}</button>
        </form>
        <a href="#main" class="btn btn-plain dialog-away">{props.cancel ?? words.cancel}</a>
        {props.actions}
      </div>
    </dialog>
  );
}
