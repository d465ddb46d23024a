import { Tabs } from "../../components/Tabs.tsx";
import { mayOpen } from "../../lib/auth/access.ts";
import { settingsTexts } from "../../lib/web/i18n/settings.ts";
import { paths } from "../../lib/web/paths.ts";
import type { State } from "../_state.ts";

/** The views of 「환경설정」 that the role may open, in the guide's order. */
export function SettingsTabs(props: { readonly state: State; readonly path: string }) {
  const t = settingsTexts[props.state.lang];
  const role = props.state.signedIn?.user.role ?? null;
  const tabs = [
    { href: paths.profile(), label: t.profile },
    { href: paths.keys(), label: t.keys },
    { href: paths.password(), label: t.password },
    { href: paths.twoFactor(), label: t.twoFactor },
    { href: paths.sessions(), label: t.sessions },
    { href: paths.display(), label: t.language },
  ].filter((tab) => mayOpen(tab.href, "GET", role) === "yes");
  const current = (href: string) => props.path === href || props.path.startsWith(`${href}/`);
  return <Tabs label={t.tabs} tabs={tabs.map((tab) => ({ ...tab, current: current(tab.href) }))} />;
}
