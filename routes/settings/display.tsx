import { Title } from "fresh";
import { Button } from "../../components/Button.tsx";
import { RadioField } from "../../components/Choice.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { PageHead, Panel } from "../../components/Panel.tsx";
import { settingsTexts } from "../../lib/web/i18n/settings.ts";
import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";

/** The language and the look of the console. */
export default define.page(function DisplayPage({ state }) {
  const t = settingsTexts[state.lang];
  return (
    <>
      <Title>{t.language}</Title>
      <PageHead title={t.language} lead={t.languageLead} />
      <Panel>
        <Form action={paths.language()} csrf={state.csrf}>
          <RadioField
            name="language"
            label={t.chooseLanguage}
            value={state.lang}
            options={[{ value: "ko", label: t.korean }, { value: "en", label: t.english }]}
          />
          <FormActions>
            <Button>{t.save}</Button>
          </FormActions>
        </Form>
      </Panel>
      <Panel>
        <Form action={paths.theme()} csrf={state.csrf}>
          <RadioField
            name="theme"
            label={t.chooseTheme}
            value={state.theme}
            options={[
              { value: "light", label: t.light },
              { value: "dark", label: t.dark },
              { value: "system", label: t.system },
            ]}
          />
          <FormActions>
            <Button>{t.save}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});
