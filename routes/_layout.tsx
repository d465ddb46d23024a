import { LangContext } from "../components/lang.ts";
import { define } from "./_state.ts";

/** Tells the components the language of the page. */
export default define.layout(function RootLayout({ Component, state }) {
  return (
    <LangContext.Provider value={state.lang}>
      <Component />
    </LangContext.Provider>
  );
});
