import { ConsoleShell } from "../_shell.tsx";
import { define } from "../_state.ts";

/** The operator's pages in the frame. */
export default define.layout(function OperatorLayout({ Component, state, url }) {
  return (
    <ConsoleShell state={state} url={url}>
      <Component />
    </ConsoleShell>
  );
});
