import { useEffect, useState } from "preact/hooks";
import { Icon } from "../components/Icon.tsx";
import { toneIcons } from "../components/status_words.ts";

interface ToastTimerProps {
  readonly tone: "ok" | "warn" | "bad";
  readonly text: string;
  /** What the button that closes it says. */
  readonly close: string;
}

const shownMs = 6_000;

/** A toast: good news leaves after six seconds, anything else when it is closed; told politely to a screen reader (U18). */
export default function ToastTimer(props: ToastTimerProps) {
  const [open, setOpen] = useState(true);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    // A live region speaks of what comes into it, not of what it held from the start.
    setSpoken(props.text);
    if (props.tone !== "ok") return;
    const timer = setTimeout(() => setOpen(false), shownMs);
    return () => clearTimeout(timer);
  }, [props.text, props.tone]);
  return (
    <>
      <div class="sr-only" role="status">{spoken}</div>
      {open && (
        <div class={`toast-box notice-${props.tone}`}>
          <Icon name={toneIcons[props.tone]} />
          <p class="grow">{props.text}</p>
          <button
            type="button"
            class="btn btn-ghost btn-xs btn-square needs-script"
            aria-label={props.close}
            onClick={() => setOpen(false)}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </>
  );
}
