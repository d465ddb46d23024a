import type { ComponentChildren, VNode } from "preact";
import type { FormState } from "../lib/web/form.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./lang.ts";

/** What every field of a form takes. */
export interface FieldBase {
  readonly name: string;
  readonly label: string;
  /** What was typed and what is wrong with it. */
  readonly form?: FormState | undefined;
  /** What the field holds before anybody typed. */
  readonly value?: string | null | undefined;
  readonly hint?: string | undefined;
  readonly required?: boolean | undefined;
  /** Of the control; `field-<name>` unless two forms of a page share a name. */
  readonly id?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** What one can type into a line. */
export type FieldType = "text" | "email" | "tel" | "url" | "date" | "month" | "number" | "search" | "file";

type InputAttributes =
  & ReturnType<typeof controlAttributes>
  & ReturnType<typeof textAttributes>
  & { readonly class: string; readonly value: string | undefined; readonly accept: string | undefined };

// One element a type: which attributes an input may have depends on its type.
const inputs: Readonly<Record<FieldType, (attributes: InputAttributes) => VNode>> = {
  text: (attributes) => <input {...attributes} type="text" />,
  email: (attributes) => <input {...attributes} type="email" />,
  tel: (attributes) => <input {...attributes} type="tel" />,
  url: (attributes) => <input {...attributes} type="url" />,
  date: (attributes) => <input {...attributes} type="date" />,
  month: (attributes) => <input {...attributes} type="month" />,
  number: (attributes) => <input {...attributes} type="number" />,
  search: (attributes) => <input {...attributes} type="search" />,
  file: (attributes) => <input {...attributes} type="file" />,
};

interface TextProps extends FieldBase {
  readonly autocomplete?: string | undefined;
  readonly inputmode?: "text" | "numeric" | "decimal" | "email" | "tel" | "url" | "search" | undefined;
  readonly maxlength?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly readonly?: boolean | undefined;
}

/** Props of `Field`. */
export interface FieldProps extends TextProps {
  readonly type?: FieldType | undefined;
  /** A unit behind the value: 원, %. */
  readonly suffix?: string | undefined;
  /** Of a file field: the types it takes. */
  readonly accept?: string | undefined;
}

/** A line to type into, with its label, hint and error; keeps what was typed. */
export function Field(props: FieldProps) {
  const type = props.type ?? "text";
  const control = inputs[type]({
    ...controlAttributes(props),
    ...textAttributes(props),
    class: props.suffix ? "grow" : inputClass(props),
    value: type === "file" ? undefined : typedValue(props),
    accept: props.accept,
  });
  return (
    <FieldFrame field={props}>
      {props.suffix
        ? (
          <span class={inputClass(props)}>
            {control}
            <span class="muted">{props.suffix}</span>
          </span>
        )
        : control}
    </FieldFrame>
  );
}

/** A password: never written back into the page, always free to be pasted (R31). */
export function PasswordField(props: Omit<TextProps, "value">) {
  return (
    <FieldFrame field={props}>
      <input {...controlAttributes(props)} {...textAttributes(props)} class={inputClass(props)} type="password" />
    </FieldFrame>
  );
}

/** Several lines to type. */
export function TextAreaField(props: TextProps & { readonly rows?: number | undefined }) {
  return (
    <FieldFrame field={props}>
      <textarea
        {...controlAttributes(props)}
        {...textAttributes(props)}
        class={`textarea w-full${errorOf(props) ? " textarea-error" : ""}`}
        rows={props.rows ?? 4}
        value={typedValue(props)}
      />
    </FieldFrame>
  );
}

/** A choice of a list. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** One of several; a required one without a value asks to choose. */
export function SelectField(props: FieldBase & { readonly options: readonly Option[] }) {
  const words = useWords();
  const value = typedValue(props);
  const known = props.options.some((option) => option.value === value);
  return (
    <FieldFrame field={props}>
      <select {...controlAttributes(props)} class={`select w-full${errorOf(props) ? " select-error" : ""}`}>
        {!known && <option value="" selected>{words.select}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={known && option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** The id of a field's control: what a label, an error list and a test point to. */
export function fieldId(field: { readonly name: string; readonly id?: string | undefined }): string {
  return field.id ?? `field-${field.name}`;
}

/** The sentence that says what is wrong with a field. */
export function errorOf(field: FieldBase): string | undefined {
  return field.form?.errors[field.name];
}

/** What a field shows: what was typed, else what it holds. */
export function typedValue(field: FieldBase): string {
  return field.form?.values[field.name] ?? field.value ?? "";
}

/** What a control needs to belong to its label, hint and error. */
export function controlAttributes(field: FieldBase) {
  const id = fieldId(field);
  const error = errorOf(field);
  const described = [error && `${id}-error`, field.hint && `${id}-hint`].filter(Boolean).join(" ");
  return {
    id,
    name: field.name,
    required: field.required,
    disabled: field.disabled,
    "aria-invalid": error ? "true" as const : undefined,
    "aria-describedby": described || undefined,
  };
}

/** The error and the hint of a field, by the ids that its control points to. */
export function FieldNotes(props: { readonly field: FieldBase }) {
  const id = fieldId(props.field);
  const error = errorOf(props.field);
  return (
    <>
      {error && (
        <p id={`${id}-error`} class="field-error">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
      {props.field.hint && <p id={`${id}-hint`} class="field-hint">{props.field.hint}</p>}
    </>
  );
}

/** The sign of a field that must not stay empty, as a sign and as a word. */
export function RequiredMark() {
  const words = useWords();
  return (
    <>
      <span class="field-required" aria-hidden="true">*</span>
      <span class="sr-only">({words.required})</span>
    </>
  );
}

function FieldFrame(props: { readonly field: FieldBase; readonly children: ComponentChildren }) {
  const { field } = props;
  return (
    <div class="field">
      <label class="field-label" for={fieldId(field)}>
        {field.label}
        {field.required && <RequiredMark />}
      </label>
      {props.children}
      <FieldNotes field={field} />
    </div>
  );
}

function textAttributes(props: TextProps) {
  return {
    autocomplete: props.autocomplete,
    inputmode: props.inputmode,
    maxlength: props.maxlength,
    placeholder: props.placeholder,
    readonly: props.readonly,
  };
}

function inputClass(field: FieldBase): string {
  return `input w-full${errorOf(field) ? " input-error" : ""}`;
}
