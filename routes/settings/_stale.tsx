import { Notice } from "../../components/Panel.tsx";
import { settingsTexts } from "../../lib/web/i18n/settings.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";

/** One field of a stale form: what stands now and what was typed. */
export interface StaleField {
  readonly label: string;
  readonly current: string;
  readonly typed: string;
}

/** A stale edit, with both versions side by side (U21); fields that agree are left out. */
export function StaleNotice(props: { readonly lang: Lang; readonly fields: readonly StaleField[] }) {
  const t = settingsTexts[props.lang];
  const different = props.fields.filter((field) => field.current !== field.typed);
  return (
    <Notice tone="warn" title={t.staleTitle}>
      <p>{t.staleLead}</p>
      {different.length === 0
        ? <p>{t.staleSame}</p>
        : (
          <div class="table-scroll" tabindex={0} role="region" aria-label={t.staleTitle}>
            <table class="grid-table">
              <thead>
                <tr>
                  <th scope="col">{t.staleField}</th>
                  <th scope="col">{t.staleCurrent}</th>
                  <th scope="col">{t.staleTyped}</th>
                </tr>
              </thead>
              <tbody>
                {different.map((field) => (
                  <tr key={field.label}>
                    <th scope="row">{field.label}</th>
                    <td>{field.current}</td>
                    <td>{field.typed}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
    </Notice>
  );
}
