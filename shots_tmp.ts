import { chromium, type Page } from "playwright-core";
const base = "http://localhost:8123";
const axe = await Deno.readTextFile("node_modules/axe-core/axe.min.js");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const errors: string[] = [];
async function shot(page: Page, name: string) {
  await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
  await page.evaluate(axe);
  const v = await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any
    const r = await (globalThis as any).axe.run();
    // deno-lint-ignore no-explicit-any
    return r.violations.map((x: any) => `${x.id}: ${x.nodes.slice(0, 3).map((n: any) => n.html.slice(0, 200)).join(" || ")}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  console.log(name, "axe", v, "overflow", wide);
}
const newPage = async (opts = {}) => {
  const c = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "ko-KR", ...opts });
  const p = await c.newPage();
  p.on("console", (m) => m.type() === "error" && errors.push(m.text() + " @" + p.url()));
  return p;
};
const v = await newPage();
await v.goto(base + "/dev/mail");
const html = await v.content();
const link = /\/signup\/confirmation\/[\w-]+/.exec(html)?.[0];
console.log("link", link);
await v.goto(base + link);
await shot(v, "confirm");
await v.click("main button[type=submit]");
await v.waitForURL("**/confirmed");
await shot(v, "confirmed");
const login = async (p: Page, email: string, pw: string) => {
  await p.goto(base + "/login");
  await p.fill("[name=email]", email);
  await p.fill("[name=password]", pw);
  await p.click("main button[type=submit]");
  await p.waitForLoadState();
};
const op = await newPage();
await login(op, "operator@example.com", "길고 아무도 모르는 운영자 문장");
await op.goto(base + "/operator/applications");
await shot(op, "applications");
await op.click("a.row-link");
await op.waitForLoadState();
await shot(op, "application");
await op.click("a:has-text('반려')");
await op.waitForLoadState();
await shot(op, "rejection");
await op.goBack();
await op.click("main button:has-text('승인')");
await op.waitForURL("**/applications");
await shot(op, "approved");
const o = await newPage();
await login(o, "new@example.com", "긴 문장으로 된 비밀번호 하나");
await o.goto(base + "/settings");
await shot(o, "profile");
await o.fill("[name=phone]", "없음"); 
await o.click("main button:has-text('저장')"); await o.waitForLoadState();
await shot(o, "profile-error");
await o.goto(base + "/settings/keys");
await shot(o, "keys-empty");
await o.goto(base + "/settings/keys/new");
await o.fill("[name=name]", "민간"); await o.selectOption("[name=zone]", "public");
await o.fill("[name=accessKey]", "SIMNCPPUBLICNOSUB001"); await o.fill("[name=secretKey]", "wrong");
await o.click("main button:has-text('확인하고 추가')"); await o.waitForLoadState();
await shot(o, "key-wrong");
await o.goto(base + "/settings/users/new"); await o.waitForLoadState();
await shot(o, "user-new");
await o.check("[value=reseller]"); await o.fill("[name=name]", "리셀러테스트"); await o.fill("[name=affiliation]", "라온파트너스");
await o.fill("[name=email]", "resell@example.com"); await o.fill("[name=login]", "resell");
await o.click("main button:has-text('계정 등록')"); await o.waitForURL("**/settings/users");
await shot(o, "users");
await o.click("a.row-link"); await o.waitForLoadState();
await shot(o, "user");
await o.click("a:has-text('삭제')"); await o.waitForLoadState();
await shot(o, "user-removal");
await o.goto(base + "/settings/audit"); 
await o.click("summary >> nth=0");
await shot(o, "audit");
await o.goto(base + "/settings/display");
await shot(o, "display");
await o.context().storageState({ path: "/tmp/shots/owner.json" });
const n = await newPage({ viewport: { width: 360, height: 780 }, storageState: "/tmp/shots/owner.json", colorScheme: "dark" });
for (const path of ["profile", "keys", "keys/new", "users", "users/new", "audit", "display"]) {
  await n.goto(`${base}/settings/${path}`);
  if (path === "audit") await n.click("summary >> nth=0");
  await shot(n, "narrow-" + path.replace("/", "-"));
}
await n.goto(base + "/signup");
await shot(n, "narrow-signup");
await browser.close();
console.log(errors);
