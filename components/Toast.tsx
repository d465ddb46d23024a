import type { Flash } from "../lib/web/flash.ts";
import ToastTimer from "../islands/ToastTimer.tsx";
import { useWords } from "./lang.ts";

/** What the last action came to, once; never the only copy of an error (U18). */
export function Toast(props: { readonly flash: Flash | null }) {
  const words = useWords();
  if (!props.flash) return null;
  return <ToastTimer tone={props.flash.tone} text={props.flash.text} close={words.close} />;
}
