import { useEffect } from "preact/hooks";
import { buttonClass, type ButtonTone } from "../components/Button.tsx";
import { Icon, type IconName } from "../components/Icon.tsx";

interface DialogOpenerProps {
  /** The id of the dialog. */
  readonly dialog: string;
  readonly label: string;
  readonly tone?: ButtonTone;
  readonly small?: boolean;
  readonly icon?: IconName;
  /** What it says to a screen reader, where several on a page have one label. */
  readonly name?: string;
}

/** Opens a dialog; without script a link to the same content on the page. The browser brings the focus back. */
export default function DialogOpener(props: DialogOpenerProps) {
  useEffect(() => {
    if (location.hash === `#${props.dialog}`) open(props.dialog);
  }, [props.dialog]);
  return (
    <a
      href={`#${props.dialog}`}
      class={buttonClass(props)}
      aria-haspopup="dialog"
      aria-label={props.name}
      onClick={(event) => {
        if (open(props.dialog)) event.preventDefault();
      }}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.label}
    </a>
  );
}

function open(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) dialog.showModal();
  return true;
}
