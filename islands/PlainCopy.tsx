import { useEffect } from "preact/hooks";

/** Copying an amount gives its plain digits, for a spreadsheet or a bank's form (U29). */
export default function PlainCopy() {
  useEffect(() => {
    document.addEventListener("copy", copyDigits);
    return () => document.removeEventListener("copy", copyDigits);
  }, []);
  return null;
}

function copyDigits(event: ClipboardEvent): void {
  const selection = document.getSelection();
  const amount = amountOf(selection?.anchorNode);
  if (amount === null || amount !== amountOf(selection?.focusNode)) return;
  // A part of an amount is copied as it stands.
  if (selection?.toString().trim() !== amount.textContent?.trim()) return;
  event.clipboardData?.setData("text/plain", amount.value);
  event.preventDefault();
}

function amountOf(node: Node | null | undefined): HTMLDataElement | null {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest<HTMLDataElement>("data.won") ?? null;
}
