import { type Lang, langs } from "./i18n/texts.ts";

/** The looks of the console; `system` follows the browser. */
export const themes = ["light", "dark", "system"] as const;
export type Theme = typeof themes[number];

/** The theme's name in `components/styles.css`; undefined leaves the choice to the browser. */
export const themeNames: Readonly<Record<Theme, string | undefined>> = {
  light: "clabill",
  dark: "clabill-dark",
  system: undefined,
};

/** A theme that somebody typed or a cookie kept; null for anything else. */
export function parseTheme(text: string | null): Theme | null {
  return themes.find((theme) => theme === text) ?? null;
}

/** A language that somebody typed or a cookie kept; null for anything else. */
export function parseLang(text: string | null): Lang | null {
  return langs.find((lang) => lang === text) ?? null;
}

/** The language of ours that an Accept-Language header likes best; Korean where it names none. */
export function preferredLang(header: string | null): Lang {
  const wishes = (header ?? "").split(",").flatMap((wish) => {
    const [tag = "", ...parameters] = wish.trim().toLowerCase().split(";");
    const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
    const lang = parseLang(tag.split("-")[0] ?? "");
    return lang === null ? [] : [{ lang, quality: Number(quality ?? 1) || 0 }];
  });
  const best = wishes.filter((wish) => wish.quality > 0).sort((a, b) => b.quality - a.quality);
  return best[0]?.lang ?? "ko";
}
