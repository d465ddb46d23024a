import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon, type IconName } from "./Icon.tsx";

/** How loud a button is; one primary on a screen, danger for what cannot be undone. */
export type ButtonTone = "primary" | "plain" | "danger" | "ghost";

interface Look {
  readonly tone?: ButtonTone | undefined;
  readonly small?: boolean | undefined;
  readonly icon?: IconName | undefined;
  readonly children: ComponentChildren;
}

interface ButtonProps extends Look {
  readonly type?: "submit" | "button" | "reset" | undefined;
  readonly disabled?: boolean | undefined;
  /** Why it cannot be pressed now; shown beneath, and disables it. */
  readonly reason?: string | null | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  /** The id of the form it submits, where it stands outside of it. */
  readonly form?: string | undefined;
  /** Where focus starts in a dialog. */
  readonly autofocus?: boolean | undefined;
}

const toneClasses: Readonly<Record<ButtonTone, string>> = {
  primary: "btn-primary",
  plain: "btn-plain",
  danger: "btn-danger",
  ghost: "btn-ghost",
};

/** A button of a form; what is not possible now is shown disabled with its reason, not hidden. */
export function Button(props: ButtonProps) {
  const reasonId = useId();
  const reason = props.reason ? props.reason : null;
  const button = (
    <button
      type={props.type ?? "submit"}
      class={buttonClass(props)}
      disabled={props.disabled || reason !== null}
      name={props.name}
      value={props.value}
      form={props.form}
      autofocus={props.autofocus}
      aria-describedby={reason === null ? undefined : reasonId}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </button>
  );
  if (reason === null) return button;
  return (
    <span class="with-reason">
      {button}
      <span id={reasonId} class="reason">{reason}</span>
    </span>
  );
}

interface LinkButtonProps extends Look {
  readonly href: string;
  /** Saves the answer as a file instead of showing it. */
  readonly download?: boolean | undefined;
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton(props: LinkButtonProps) {
  return (
    <a href={props.href} class={buttonClass(props)} download={props.download}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  );
}

/** The classes of a button of this look. */
export function buttonClass(look: Pick<Look, "tone" | "small">): string {
  return `btn ${toneClasses[look.tone ?? "plain"]}${look.small ? " btn-sm" : ""}`;
}
