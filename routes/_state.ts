import type { SignedIn, Visitor } from "../lib/auth/signed_in.ts";
import type { ConsoleApp } from "../lib/web/console_app.ts";
import type { Flash } from "../lib/web/flash.ts";
import { createDefine } from "../lib/web/fresh.ts";
import type { Lang } from "../lib/web/i18n/texts.ts";
import type { Theme } from "../lib/web/preferences.ts";

/** What every route knows when it runs; `_middleware.ts` finds it out. */
export interface State {
  readonly app: ConsoleApp;
  readonly requestId: string;
  /** Of the one script that the CSP of this answer lets run. */
  readonly nonce: string;
  readonly lang: Lang;
  readonly theme: Theme;
  /** Where the request comes from. */
  readonly visitor: Visitor;
  readonly signedIn: SignedIn | null;
  /** What the hidden field `_csrf` of every posting form carries. */
  readonly csrf: string;
  readonly flash: Flash | null;
}

/** The makers of the console's routes. */
export const define = createDefine<State>();
