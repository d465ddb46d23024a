import { assets } from "../lib/web/assets.ts";
import { frameTexts } from "../lib/web/i18n/frame.ts";
import { themeNames } from "../lib/web/preferences.ts";
import { define } from "./_state.ts";

/** The document around every page; the script comes only where an island needs it. */
export default define.app(function App({ Component, state, title, hasIslands }) {
  const { appName } = frameTexts[state.lang];
  return (
    <html lang={state.lang} data-theme={themeNames[state.theme]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === null ? appName : `${title} · ${appName}`}</title>
        <link rel="icon" href={assets.url("favicon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.url("fonts/pretendard.css")} />
        <link rel="stylesheet" href={assets.url("styles.css")} />
        {hasIslands && <script type="module" src={assets.url("client.js")} nonce={state.nonce}></script>}
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
