import type { Page } from "playwright-core";

declare global {
  var axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const source = await Deno.readTextFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));
/** Where screenshots go, `SCREENSHOTS=out/screens deno task test`; none are taken without. */
const screenshots = Deno.env.get("SCREENSHOTS");

/** Looks at a screen as it stands: axe, wide in the dark theme and narrow in the light one, and no way sideways at 360 px. */
export async function look(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = [];
  const wide = page.viewportSize() ?? { width: 1440, height: 900 };
  await show(page, "dark");
  wrong.push(...(await violations(page)).map((each) => `${name} (dark): ${each}`));
  await shoot(page, `${name}-dark`);
  await show(page, "light");
  await shoot(page, `${name}-light`);
  await page.setViewportSize({ width: 360, height: 780 });
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  if (beyond > 0) wrong.push(`${name}: ${beyond} px to scroll sideways at 360 px`);
  wrong.push(...(await violations(page)).map((each) => `${name} (light, 360 px): ${each}`));
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot(page, `${name}-narrow`);
  await page.setViewportSize(wide);
  return wrong;
}

/** Shows the theme; colours on their way from one to the other are none of either. */
async function show(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(async () => {
    do {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await Promise.allSettled(document.getAnimations().map((each) => each.finished));
    } while (document.getAnimations().length > 0);
  });
}

async function violations(page: Page): Promise<string[]> {
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(source);
  const found = await page.evaluate(async () => (await axe.run({ resultTypes: ["violations"] })).violations);
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

async function shoot(page: Page, name: string): Promise<void> {
  if (screenshots) await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
}
