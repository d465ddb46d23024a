import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { componentTexts } from "../lib/web/i18n/components.ts";
import type { Lang } from "../lib/web/i18n/texts.ts";

/** The language of the page: set once by the frame, read by every component that has words of its own. */
export const LangContext = createContext<Lang>("ko");

/** The components' own words in the page's language. */
export function useWords(): typeof componentTexts.ko {
  return componentTexts[useContext(LangContext)];
}
