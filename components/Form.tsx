import type { ComponentChildren } from "preact";
import type { FormState } from "../lib/web/form.ts";
import { fieldId } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { useWords } from "./lang.ts";

interface FormProps {
  readonly action: string;
  /** The token that says the form is ours. */
  readonly csrf: string;
  readonly children: ComponentChildren;
  /** Shows what is wrong above the fields. */
  readonly form?: FormState | undefined;
  readonly id?: string | undefined;
  readonly class?: string | undefined;
  /** Sends files. */
  readonly multipart?: boolean | undefined;
}

/** A form that posts; the sentences come from the server, so the browser's own checks stay silent. */
export function Form(props: FormProps) {
  return (
    <form
      method="post"
      action={props.action}
      id={props.id}
      class={props.class ?? "form"}
      enctype={props.multipart ? "multipart/form-data" : undefined}
      novalidate
    >
      <input type="hidden" name="_csrf" value={props.csrf} />
      {props.form && <FormErrors form={props.form} />}
      {props.children}
    </form>
  );
}

/** What is wrong with a form: its own sentence, and a link to each field to correct; takes the focus. */
export function FormErrors(props: { readonly form: FormState }) {
  const words = useWords();
  const { "": whole, ...fields } = props.form.errors;
  const names = Object.keys(fields);
  if (whole === undefined && names.length === 0) return null;
  return (
    <div class="notice notice-bad" role="alert" tabindex={-1} autofocus>
      <Icon name="alert" />
      <div class="grow">
        <p class="font-semibold">{whole ?? words.fieldErrors(names.length)}</p>
        {names.length > 0 && (
          <ul class="notice-list">
            {names.map((name) => (
              <li key={name}>
                <a class="link" href={`#${fieldId({ name })}`}>{fields[name]}</a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The row of a form's buttons. */
export function FormActions(props: { readonly children: ComponentChildren }) {
  return <div class="form-actions">{props.children}</div>;
}
