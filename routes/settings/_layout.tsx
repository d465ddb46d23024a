import { paths } from "../../lib/web/paths.ts";
import { ConsoleShell } from "../_shell.tsx";
import { define } from "../_state.ts";
import { SettingsTabs } from "./_tabs.tsx";

/** 「환경설정」: its views above each of its pages; 「계정관리」 and the activity log stand beside it, not in it. */
export default define.layout(function SettingsLayout({ Component, state, url }) {
  const isBeside = [paths.users(), paths.audit()].some((path) => url.pathname.startsWith(path));
  return (
    <ConsoleShell state={state} url={url}>
      {!isBeside && <SettingsTabs state={state} path={url.pathname} />}
      <Component />
    </ConsoleShell>
  );
});
