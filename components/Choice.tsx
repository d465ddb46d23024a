import { controlAttributes, errorOf, type FieldBase, fieldId, FieldNotes, RequiredMark, typedValue } from "./Field.tsx";

/** One of a few ways, all in sight. */
export interface RadioOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** A choice of a few, as radio buttons; `label` names the group. */
export function RadioField(props: FieldBase & { readonly options: readonly RadioOption[] }) {
  const id = fieldId(props);
  const value = typedValue(props);
  const { "aria-describedby": described, "aria-invalid": invalid } = controlAttributes(props);
  return (
    <fieldset class="field" aria-describedby={described}>
      <legend class="field-label">
        {props.label}
        {props.required && <RequiredMark />}
      </legend>
      <div class="choices">
        {props.options.map((option, index) => (
          <label key={option.value} class="choice">
            <input
              type="radio"
              class="radio radio-sm radio-primary"
              id={index === 0 ? id : `${id}-${option.value}`}
              name={props.name}
              value={option.value}
              checked={option.value === value}
              required={props.required}
              disabled={props.disabled}
              aria-invalid={invalid}
            />
            <span>
              {option.label}
              {option.hint && <span class="field-hint block">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes field={props} />
    </fieldset>
  );
}

interface CheckboxProps extends FieldBase {
  /** Whether it starts ticked. */
  readonly checked?: boolean | undefined;
}

/** A yes or no; `value` is what a tick sends, `on` unless told. */
export function CheckboxField(props: CheckboxProps) {
  const wasSent = props.form !== undefined && Object.keys(props.form.values).length > 0;
  const checked = wasSent ? props.form?.values[props.name] !== undefined : props.checked;
  return (
    <div class="field">
      <label class="choice">
        <input
          {...controlAttributes(props)}
          type="checkbox"
          class={`checkbox checkbox-sm ${errorOf(props) ? "checkbox-error" : "checkbox-primary"}`}
          value={props.value ?? "on"}
          checked={checked}
        />
        <span>
          {props.label}
          {props.required && <RequiredMark />}
        </span>
      </label>
      <FieldNotes field={props} />
    </div>
  );
}
