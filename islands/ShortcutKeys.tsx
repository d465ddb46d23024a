import { useEffect } from "preact/hooks";

interface ShortcutKeysProps {
  /** The id of the dialog that lists the keys. */
  readonly dialog: string;
}

/** `/` goes to the search, `?` lists the keys, arrows move along the rows of a table (U35). */
export default function ShortcutKeys(props: ShortcutKeysProps) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isForAnother(event)) return;
      if (moved(event.key, props.dialog)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [props.dialog]);
  return null;
}

/** Typing, composing Hangul, the browser's own shortcuts, and whatever lies beneath an open dialog. */
function isForAnother(event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector("dialog:modal")) return true;
  const target = event.target;
  return target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"));
}

function moved(key: string, dialog: string): boolean {
  switch (key) {
    case "/":
      return focusSearch();
    case "?":
      return openDialog(dialog);
    case "ArrowDown":
      return focusRow(1);
    case "ArrowUp":
      return focusRow(-1);
    default:
      return false;
  }
}

function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>("[data-search]");
  search?.focus();
  search?.select();
  return search !== null;
}

function openDialog(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  dialog.showModal();
  return true;
}

function focusRow(step: 1 | -1): boolean {
  const current = document.activeElement?.closest("tbody")?.querySelectorAll<HTMLElement>(".row-link");
  if (!current) return false;
  const rows = [...current];
  const at = rows.findIndex((row) => row.closest("tr") === document.activeElement?.closest("tr"));
  const next = rows[at + step];
  next?.focus();
  return next !== undefined;
}
