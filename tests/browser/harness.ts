import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { readConfig } from "../../lib/config.ts";
import { memoryLog } from "../../lib/log.ts";
import { type App, compose } from "../../main.ts";
import { openConsole } from "../../routes/_console.ts";

/** A running console with a database of its own. */
export interface RunningConsole {
  readonly app: App;
  /** `http://localhost:49152`. */
  readonly baseUrl: string;
  readonly log: ReturnType<typeof memoryLog>;
  readonly close: () => Promise<void>;
}

/** Starts the console as `deno task start` does, on a free port and in a folder that goes with it. */
export async function startConsole(): Promise<RunningConsole> {
  const dataDir = await Deno.makeTempDir({ prefix: "clabill-browser-" });
  const found = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = found.addr;
  found.close();
  const baseUrl = `http://localhost:${port}`;
  const log = memoryLog();
  const app = await compose(readConfig({ DATA_DIR: dataDir, SIMULATOR: "on", BASE_URL: baseUrl }), { log });
  const handler = openConsole(app);
  const server = Deno.serve(
    { port, hostname: "127.0.0.1", onListen: () => {} },
    (req, { remoteAddr }) => handler(req, { ip: remoteAddr.hostname }),
  );
  const close = async () => {
    await server.shutdown();
    await app.close();
    await Deno.remove(dataDir, { recursive: true });
  };
  return { app, baseUrl, log, close };
}

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Launches Chromium: of CHROMIUM_PATH, of the usual places, else the one that npm ships. */
export async function openBrowser(): Promise<Browser> {
  const given = Deno.env.get("CHROMIUM_PATH");
  if (given) return await launch(given, []);
  const installed = usualPlaces.find(isThere);
  if (installed) return await launch(installed, []);
  try {
    const { default: shipped } = await import("@sparticuz/chromium");
    return await launch(await shipped.executablePath(), shipped.args);
  } catch (error) {
    throw new Error(
      "No Chromium was found. Install one (apt-get install chromium, brew install --cask chromium) or set CHROMIUM_PATH.",
      { cause: error },
    );
  }
}

async function launch(executablePath: string, args: readonly string[]): Promise<Browser> {
  // Chromium's sandbox needs what a container does not have.
  return await chromium.launch({ executablePath, args: [...args, "--no-sandbox"] });
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A person's own browser window; `errors` gathers what the pages complain of. */
export async function openWindow(
  browser: Browser,
  options: { readonly baseUrl: string; readonly errors: string[]; readonly context?: BrowserContextOptions },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: options.baseUrl,
    viewport: { width: 1440, height: 900 },
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    reducedMotion: "reduce",
    ...options.context,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => options.errors.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    // A refused form is a 4xx that the browser notes as well.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    options.errors.push(`${page.url()}: ${message.text()}`);
  });
  return page;
}

/** Opens a path and waits until its islands live. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await ready(page);
}

/** Waits until every island of the page lives. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.readyState === "complete" &&
    [...document.querySelectorAll<HTMLElement>("x-island")].every((each) => each.dataset.ready === "true")
  );
}

/** Fills the fields by their names; a radio button or a choice is named with its value. */
export async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`).first();
    const kind = await field.evaluate((element) =>
      element instanceof HTMLSelectElement ? "select" : element instanceof HTMLInputElement ? element.type : "text"
    );
    if (kind === "radio") await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind === "select") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Presses a button or link of the page's main part by its words, and waits for the page that comes of it. */
export async function press(page: Page, words: string | RegExp): Promise<void> {
  const of = page.locator("main");
  const exact = typeof words === "string";
  const target = of.getByRole("button", { name: words, exact }).or(of.getByRole("link", { name: words, exact }))
    .first();
  await Promise.all([page.waitForEvent("framenavigated"), target.click()]);
  await ready(page);
}

/** The words that one sees on the page. */
export async function wordsOf(page: Page, of = "body"): Promise<string> {
  return (await page.locator(of).first().innerText()).replaceAll(/\s+/g, " ");
}
