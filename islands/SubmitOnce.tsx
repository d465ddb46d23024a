import { useEffect } from "preact/hooks";

/**
 * Lets every posting form of the page be sent once (U19): the second press does nothing, the button shows that work is
 * going on and keeps its width. A page that comes back from the browser's memory starts anew.
 */
export default function SubmitOnce() {
  useEffect(() => {
    document.addEventListener("submit", sendOnce);
    globalThis.addEventListener("pageshow", startAnew);
    return () => {
      document.removeEventListener("submit", sendOnce);
      globalThis.removeEventListener("pageshow", startAnew);
    };
  }, []);
  return null;
}

function sendOnce(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent === "true") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  // Not disabled: a disabled button is not sent with its form, and loses the focus.
  event.submitter?.setAttribute("aria-busy", "true");
}

function startAnew(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
}
