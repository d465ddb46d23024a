import { useState } from "preact/hooks";
import { Icon } from "../components/Icon.tsx";

interface CopyButtonProps {
  /** What is copied. */
  readonly text: string;
  readonly label: string;
  /** What is told afterwards. */
  readonly copied: string;
}

/** Copies a text; not there without script, since the text itself is on the page. */
export default function CopyButton(props: CopyButtonProps) {
  const [done, setDone] = useState(false);
  return (
    <>
      <button
        type="button"
        class="btn btn-plain btn-sm needs-script"
        onClick={async () => {
          await navigator.clipboard.writeText(props.text);
          setDone(true);
        }}
      >
        <Icon name={done ? "check" : "copy"} size={14} />
        {props.label}
      </button>
      <span class="sr-only" role="status">{done ? props.copied : ""}</span>
    </>
  );
}
