const browsers = [
  ["Edg/", "Edge"],
  ["SamsungBrowser/", "Samsung Internet"],
  ["Whale/", "Whale"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const systems = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/**
 * What a User-Agent says of browser and system, `Chrome, Windows`; its first words where it names neither, null where it
 * is empty. It is what the browser claims, no more.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * strictEqual(deviceText("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"), "Chrome, Windows");
 * ```
 */
export function deviceText(userAgent: string): string | null {
  const browser = browsers.find(([sign]) => userAgent.includes(sign))?.[1];
  const system = systems.find(([sign]) => userAgent.includes(sign))?.[1];
  const known = [browser, system].filter((each) => each !== undefined);
  return known.length > 0 ? known.join(", ") : userAgent.slice(0, 40) || null;
}
