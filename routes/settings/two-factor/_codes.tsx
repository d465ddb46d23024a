import { LinkButton } from "../../../components/Button.tsx";
import { Notice, PageHead, Panel } from "../../../components/Panel.tsx";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";

/** A new set of recovery codes, shown once. */
export function RecoveryCodes(
  props: { readonly title: string; readonly codes: readonly string[]; readonly lang: Lang },
) {
  const t = authTexts[props.lang];
  return (
    <>
      <PageHead title={props.title} lead={t.recoveryLead} />
      <Panel title={t.recovery}>
        <Notice tone="warn">
          <p>{t.recoveryShown}</p>
        </Notice>
        <ul class="mt-4 grid gap-2 sm:grid-cols-2">
          {props.codes.map((code) => (
            <li key={code}>
              <code class="text-lg">{code}</code>
            </li>
          ))}
        </ul>
        <p class="mt-6">
          <LinkButton href={`${paths.twoFactor()}?changed=1`} tone="primary">{t.recoveryKept}</LinkButton>
        </p>
      </Panel>
    </>
  );
}
