import { page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Field } from "../../../../components/Field.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { PageHead, Panel } from "../../../../components/Panel.tsx";
import { confirmFactor, pendingSecret } from "../../../../lib/auth/register_factor.ts";
import type { CodeRefusal } from "../../../../lib/auth/second_factor.ts";
import { groupedSecret, totpAddress } from "../../../../lib/auth/totp.ts";
import { wallClockMs } from "../../../../lib/calendar.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { formOf, readForm } from "../../../../lib/web/form.ts";
import { authTexts } from "../../../../lib/web/i18n/auth.ts";
import type { Lang } from "../../../../lib/web/i18n/texts.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { refusedForm, waitText, withCookie, withoutSecrets } from "../../../_auth.ts";
import { define, type State } from "../../../_state.ts";
import { RecoveryCodes } from "../_codes.tsx";
import { QrCode } from "../_qr_code.tsx";
import { askFresh, factorOf, ownerOf } from "../_owner.ts";

/** Confirms a second factor by its first code; with the very first come the recovery codes, shown this once. */
export const handler = define.handlers({
  async GET(ctx) {
    const factor = await factorOf(ctx.state, ctx.params.id);
    if (factor.confirmedAt !== null) return ctx.redirect(paths.twoFactor());
    const refused = askFresh(ctx.state, paths.factor(factor.id));
    return refused ?? page({ factor, form: formOf(), secret: await secretOf(ctx.state, factor.id), codes: null });
  },
  async POST(ctx) {
    const { lang } = ctx.state;
    const t = authTexts[lang];
    const factor = await factorOf(ctx.state, ctx.params.id);
    if (factor.confirmedAt !== null) return ctx.redirect(paths.twoFactor());
    const refused = askFresh(ctx.state, paths.factor(factor.id));
    if (refused) return refused;
    const secret = await secretOf(ctx.state, factor.id);
    const schema = z.object({ code: z.string().trim().min(1, t.empty(t.code)).max(100, t.codeWrong) });
    const form = await readForm(ctx.req, schema, { lang, labels: { code: t.code } });
    if (!form.ok) {
      const again = { ...form, values: withoutSecrets(form.values) };
      return page({ factor, form: again, secret, codes: null }, { status: 422 });
    }
    const typed = { factorId: factor.id, code: form.value.code, wallAt: new Date(wallClockMs()) };
    const confirmed = await confirmFactor(ownerOf(ctx.state), typed);
    if (!confirmed.ok) {
      if (confirmed.refusal.kind === "ended") return ctx.redirect(paths.login());
      const again = refusedForm(form, { code: refusalText(confirmed.refusal, lang) });
      return page({ factor, form: again, secret, codes: null }, { status: 422 });
    }
    const { begun, recoveryCodes } = confirmed.value;
    if (recoveryCodes === null) {
      const answer = ctx.redirect(`${paths.twoFactor()}?changed=1`);
      return withCookie(withFlash(answer, { tone: "ok", text: t.added(factor.name) }), begun.cookie);
    }
    const headers = { "Set-Cookie": begun.cookie };
    return page({ factor, form: formOf(), secret: null, codes: recoveryCodes }, { headers });
  },
});

export default define.page<typeof handler>(function ConfirmFactorPage({ data, state }) {
  const t = authTexts[state.lang];
  const { factor, form } = data;
  if (data.codes !== null) {
    return (
      <>
        <Title>{t.recovery}</Title>
        <RecoveryCodes title={t.added(factor.name)} codes={data.codes} lang={state.lang} />
      </>
    );
  }
  const title = t.confirmFactor(factor.name);
  return (
    <>
      <Title>{title}</Title>
      <PageHead title={title} lead={factor.address === null ? t.scan : t.confirmSent(factor.address)} />
      <Panel>
        {data.secret !== null && (
          <SecretToScan secret={data.secret} label={state.signedIn?.user.email ?? ""} lang={state.lang} />
        )}
        <Form action={paths.factor(factor.id)} csrf={state.csrf} form={form}>
          <Field name="code" label={t.code} form={form} required inputmode="numeric" autocomplete="one-time-code" />
          <FormActions>
            <LinkButton href={paths.twoFactor()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.confirm}</Button>
          </FormActions>
        </Form>
        {factor.address !== null && (
          <Form action={paths.factorSending(factor.id)} csrf={state.csrf} class="mt-3">
            <Button tone="ghost">{t.sendAgain}</Button>
          </Form>
        )}
      </Panel>
    </>
  );
});

function SecretToScan(props: { readonly secret: string; readonly label: string; readonly lang: Lang }) {
  const t = authTexts[props.lang];
  return (
    <div class="mb-6">
      <QrCode text={totpAddress(props.secret, props.label)} label={t.qrLabel} />
      <p class="muted mt-3">{t.secretLabel}</p>
      <p class="mt-1">
        <code class="break-all">{groupedSecret(props.secret)}</code>
      </p>
    </div>
  );
}

async function secretOf(state: State, factorId: string): Promise<string | null> {
  return await pendingSecret(ownerOf(state), factorId);
}

function refusalText(refusal: CodeRefusal | { readonly kind: "name_taken" }, lang: Lang): string {
  const t = authTexts[lang];
  switch (refusal.kind) {
    case "wrong":
      return t.codeWrong;
    case "expired":
      return t.codeExpired;
    case "gone":
      return t.gone;
    case "name_taken":
      return t.nameTaken;
    case "throttled":
      return t.throttled(waitText(refusal.waitMs, lang));
  }
}
