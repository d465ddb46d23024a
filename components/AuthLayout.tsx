import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { Flash } from "../lib/web/flash.ts";
import type { Lang } from "../lib/web/i18n/texts.ts";
import { BrandMark } from "./BrandMark.tsx";
import { LangContext } from "./lang.ts";
import { Toast } from "./Toast.tsx";

interface AuthLayoutProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Beneath the card: other ways to go on. */
  readonly foot?: ComponentChildren;
  /** Room for a form of many fields. */
  readonly wide?: boolean | undefined;
  readonly flash?: Flash | null | undefined;
  readonly lang?: Lang | undefined;
}

/** The narrow frame of the pages before login: the mark, a card, and ways to go on. */
export function AuthLayout(props: AuthLayoutProps) {
  const outer = useContext(LangContext);
  return (
    <LangContext.Provider value={props.lang ?? outer}>
      <div class="auth">
        <header>
          <a href="/">
            <BrandMark />
          </a>
        </header>
        <main id="main" class={`auth-card${props.wide ? " auth-wide" : ""}`}>
          <Toast flash={props.flash ?? null} />
          <h1 class="page-title">{props.title}</h1>
          {props.lead && <p class="muted mt-1">{props.lead}</p>}
          <div class="mt-6">{props.children}</div>
        </main>
        {props.foot && <footer class="auth-foot">{props.foot}</footer>}
      </div>
    </LangContext.Provider>
  );
}
