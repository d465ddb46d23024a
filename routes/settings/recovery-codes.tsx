import { page, Title } from "fresh";
import { Button, LinkButton } from "../../components/Button.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { PageHead, Panel } from "../../components/Panel.tsx";
import { renewRecoveryCodes } from "../../lib/auth/register_factor.ts";
import { authTexts } from "../../lib/web/i18n/auth.ts";
import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";
import { RecoveryCodes } from "./two-factor/_codes.tsx";
import { askFresh, ownerOf } from "./two-factor/_owner.ts";

/** Makes new recovery codes, once asked; the answer shows them, this once. */
export const handler = define.handlers({
  GET(ctx) {
    return askFresh(ctx.state, paths.recoveryCodes()) ?? page({ codes: null });
  },
  async POST(ctx) {
    const refused = askFresh(ctx.state, paths.recoveryCodes());
    if (refused) return refused;
    const codes = await renewRecoveryCodes(ownerOf(ctx.state));
    return codes === null ? ctx.redirect(paths.twoFactor()) : page({ codes });
  },
});

export default define.page<typeof handler>(function RecoveryCodesPage({ data, state }) {
  const t = authTexts[state.lang];
  if (data.codes !== null) {
    return (
      <>
        <Title>{t.recovery}</Title>
        <RecoveryCodes title={t.recovery} codes={data.codes} lang={state.lang} />
      </>
    );
  }
  return (
    <>
      <Title>{t.recoveryRenew}</Title>
      <PageHead title={t.recoveryRenew} lead={t.recoveryLead} />
      <Panel>
        <p>{t.recoveryRenewLead}</p>
        <Form action={paths.recoveryCodes()} csrf={state.csrf} class="mt-4">
          <FormActions>
            <LinkButton href={paths.twoFactor()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.recoveryRenew}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});
