import { page, Title } from "fresh";
import { z } from "zod";
import { AuthLayout } from "../../../components/AuthLayout.tsx";
import { Button } from "../../../components/Button.tsx";
import { Field, PasswordField } from "../../../components/Field.tsx";
import { Form, FormActions } from "../../../components/Form.tsx";
import { Tabs } from "../../../components/Tabs.tsx";
import { readSentCode } from "../../../lib/auth/code_store.ts";
import { masked } from "../../../lib/auth/mobile.ts";
import { ownPath } from "../../../lib/auth/own_path.ts";
import { type ProofRefusal, proveFactor, provePassword } from "../../../lib/auth/prove.ts";
import type { SecondFactor } from "../../../lib/auth/second_factor.ts";
import { wallClockMs } from "../../../lib/calendar.ts";
import { formOf, type FormState, readForm } from "../../../lib/web/form.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";
import { refusedForm, waitText, withCookie, withoutSecrets } from "../../_auth.ts";
import { define, type State } from "../../_state.ts";
import { type Asked, askedOf, chosenFactor } from "./_prover.ts";

/** What the page asks for: the code of a factor, a recovery code, or the password where there is no factor. */
type Method = SecondFactor | "recovery" | null;

/** The code page: after the password of a login, and before a risky action. */
export const handler = define.handlers({
  async GET(ctx) {
    const asked = await askedOf(ctx.req, ctx.state);
    if (!asked) return ctx.redirect(paths.login());
    return page(await shown(ctx, { asked, form: formOf() }));
  },
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const asked = await askedOf(ctx.req, ctx.state);
    if (!asked) return ctx.redirect(paths.login());
    const method = chosenFactor(asked.factors, ctx.url.searchParams.get("factor"));
    const field = fieldOf(method);
    const label = labelOf(method, lang);
    const t = authTexts[lang];
    const schema = z.object({
      [field]: z.string().trim().min(1, t.empty(label)).max(1_000, refusedText(method, lang)),
    });
    const form = await readForm(ctx.req, schema, { lang, labels: { [field]: label } });
    if (!form.ok) {
      const typed = { ...form, values: withoutSecrets(form.values) };
      return page(await shown(ctx, { asked, form: typed }), { status: 422 });
    }
    const typed = String(form.value[field]);
    const result = method === null
      ? await provePassword(app, asked.prover, typed)
      : await proveFactor(app, asked.prover, { factor: method, code: typed, wallAt: new Date(wallClockMs()) });
    if (result.ok) return withCookie(ctx.redirect(goal(ctx.url)), result.value.cookie);
    const { refusal } = result;
    if (refusal.kind === "ended") return ctx.redirect(paths.login());
    const errors = { [field]: proofText(refusal, { method, lang }) };
    const status = refusal.kind === "throttled" ? 429 : 422;
    return page(await shown(ctx, { asked, form: refusedForm(form, errors) }), { status });
  },
});

export default define.page<typeof handler>(function VerifyPage({ data, state, url }) {
  const { lang } = state;
  const t = authTexts[lang];
  const { method, factors, isLogin } = data;
  const lead = method === null ? t.verifyPasswordLead : isLogin ? t.verifyLead : t.verifyFresh;
  const tabs = [...factors.map((each) => ({ id: String(each.id), label: each.name })), {
    id: "recovery",
    label: t.byRecovery,
  }];
  const current = method === "recovery" ? "recovery" : method?.id;
  return (
    <AuthLayout
      title={t.verify}
      lead={lead}
      lang={lang}
      flash={state.flash}
      foot={isLogin && <a class="link" href={paths.login()}>{t.backToLogin}</a>}
    >
      <Title>{t.verify}</Title>
      {method !== null && (
        <Tabs
          label={t.methods}
          tabs={tabs.map((tab) => ({
            href: verifyPath(url, tab.id),
            label: tab.label,
            current: tab.id === current,
          }))}
        />
      )}
      <p class="mt-4">{data.told}</p>
      <Form action={verifyPath(url, current ?? null)} csrf={state.csrf} form={data.form} class="form mt-4">
        <ProofField method={method} form={data.form} lang={lang} />
        <FormActions>
          <Button tone="primary">{t.confirm}</Button>
        </FormActions>
      </Form>
      {method !== null && method !== "recovery" && method.address !== null && (
        <Form action={sendingPath(url, method.id)} csrf={state.csrf} class="mt-3">
          <Button tone={data.isSent ? "ghost" : "plain"}>{data.isSent ? t.sendAgain : t.send}</Button>
        </Form>
      )}
    </AuthLayout>
  );
});

function ProofField(props: { readonly method: Method; readonly form: FormState; readonly lang: Lang }) {
  const { method, form, lang } = props;
  const label = labelOf(method, lang);
  if (method === null) {
    return <PasswordField name="password" label={label} form={form} required autocomplete="current-password" />;
  }
  if (method === "recovery") return <Field name="code" label={label} form={form} required autocomplete="off" />;
  return <Field name="code" label={label} form={form} required inputmode="numeric" autocomplete="one-time-code" />;
}

async function shown(
  ctx: { readonly url: URL; readonly state: State },
  options: { readonly asked: Asked; readonly form: FormState },
) {
  const { asked, form } = options;
  const { app, lang } = ctx.state;
  const method = chosenFactor(asked.factors, ctx.url.searchParams.get("factor"));
  const sent = method !== null && method !== "recovery" ? await readSentCode(app.db, method.id) : null;
  const isSent = sent !== null && sent.usedAt === null && app.clock.now() < sent.expiresAt;
  const { isLogin } = asked.prover;
  return {
    form,
    method: asked.factors.length === 0 ? null : method,
    factors: asked.factors,
    isLogin,
    isSent,
    told: toldOf(method, { isSent, lang }),
  };
}

function toldOf(method: Method, options: { isSent: boolean; lang: Lang }): string {
  const t = authTexts[options.lang];
  if (method === null) return "";
  if (method === "recovery") return t.fromRecovery;
  if (method.address === null) return t.fromApp;
  const address = masked(method.address);
  return options.isSent ? t.sentTo(address) : t.notSentYet(address);
}

function fieldOf(method: Method): "password" | "code" {
  return method === null ? "password" : "code";
}

function labelOf(method: Method, lang: Lang): string {
  const t = authTexts[lang];
  if (method === null) return t.password;
  return method === "recovery" ? t.recoveryCode : t.code;
}

function refusedText(method: Method, lang: Lang): string {
  const t = authTexts[lang];
  if (method === null) return t.passwordWrong;
  return method === "recovery" ? t.recoveryWrong : t.codeWrong;
}

function proofText(refusal: ProofRefusal, options: { method: Method; lang: Lang }): string {
  const t = authTexts[options.lang];
  switch (refusal.kind) {
    case "wrong":
      return refusedText(options.method, options.lang);
    case "expired":
      return t.codeExpired;
    case "gone":
      return t.factorGone;
    case "ended":
      return t.ended;
    case "throttled":
      return t.throttled(waitText(refusal.waitMs, options.lang));
  }
}

/** Where whoever proves something wanted to go. */
function goal(url: URL): string {
  return ownPath(url.searchParams.get("for")) ?? paths.home();
}

function verifyPath(url: URL, factor: string | null): string {
  return withQuery("/login/verify", { url, factor });
}

function sendingPath(url: URL, factor: string): string {
  return withQuery(paths.verifySending(), { url, factor });
}

function withQuery(path: string, of: { readonly url: URL; readonly factor: string | null }): string {
  const query = new URLSearchParams();
  if (of.factor !== null) query.set("factor", of.factor);
  const wanted = of.url.searchParams.get("for");
  if (wanted !== null) query.set("for", wanted);
  return query.size === 0 ? path : `${path}?${query}`;
}
