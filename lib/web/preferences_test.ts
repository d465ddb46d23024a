import { strictEqual } from "node:assert/strict";
import { parseLang, parseTheme, preferredLang } from "./preferences.ts";

Deno.test("preferredLang() takes the best liked of Korean and English, Korean where neither is named", () => {
  const cases = [
    [null, "ko"],
    ["", "ko"],
    ["en-US,en;q=0.9", "en"],
    ["ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"],
    ["fr-FR,fr;q=0.9,en;q=0.3", "en"],
    ["en;q=0.2, ko;q=0.5", "ko"],
    ["en;q=0", "ko"],
    ["ja,*;q=0.5", "ko"],
    ["EN", "en"],
    ["en;q=x", "en"],
  ] as const;
  for (const [header, lang] of cases) strictEqual(preferredLang(header), lang, String(header));
});

Deno.test("parseLang() and parseTheme() know their words and no others", () => {
  strictEqual(parseLang("en"), "en");
  strictEqual(parseLang("EN"), null);
  strictEqual(parseTheme("dark"), "dark");
  strictEqual(parseTheme("constructor"), null);
  strictEqual(parseTheme(null), null);
});
