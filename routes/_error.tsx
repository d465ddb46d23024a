import { AuthLayout } from "../components/AuthLayout.tsx";
import { LinkButton } from "../components/Button.tsx";
import { Title } from "../lib/web/fresh.ts";
import { frameTexts } from "../lib/web/i18n/frame.ts";
import { paths } from "../lib/web/paths.ts";
import { define } from "./_state.ts";

type Kind = keyof typeof frameTexts.ko.errors;

const kinds: Readonly<Record<number, Kind>> = {
  403: "forbidden",
  404: "notFound",
  405: "wrongMethod",
  409: "conflict",
  413: "tooLarge",
  429: "tooMany",
  502: "vendor",
  503: "vendor",
};

/** Says what went wrong and what to do next; of our own faults it shows the request's number and no more. */
export default define.error(function ErrorPage({ error, state }) {
  const t = frameTexts[state.lang];
  const isOurs = error.status >= 500;
  const { title, lead } = t.errors[kinds[error.status] ?? (isOurs ? "ours" : "badRequest")];
  return (
    <AuthLayout title={title} lead={!isOurs && error.message !== "" ? error.message : lead} lang={state.lang}>
      <Title>{title}</Title>
      <LinkButton href={paths.home()} tone="primary">{t.home}</LinkButton>
      <p class="muted mt-6 border-t border-base-300 pt-4 text-sm">
        {t.requestId} <code class="break-all">{state.requestId}</code>
        <br />
        {t.requestIdLead}
      </p>
    </AuthLayout>
  );
});
