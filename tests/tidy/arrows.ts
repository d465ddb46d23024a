import { type Arrow, isTest } from "./source_tree.ts";

/** The domains in their order: each may import the earlier ones. */
const domains = [
  "lib/msps",
  "lib/customers",
  "lib/usage",
  "lib/settlement",
  "lib/statements",
  "lib/tax_invoices",
  "lib/payments",
  "lib/notices",
  "lib/month",
];

/** The page that shows both joins them. */
const strangers: readonly (readonly [from: string, to: string])[] = [["lib/payments", "lib/tax_invoices"]];

/** The ports that a vendor's folder implements. */
const ports = ["lib/usage/port.ts", "lib/tax_invoices/port.ts", "lib/payments/port.ts", "lib/notices/sms.ts"];

/** What runs in a browser too. */
const everywhere = ["lib/prelude.ts", "lib/money.ts"];

/**
 * Who may import whom (architecture.md 3): places, files, or `type` and a place. A place may import itself. `shared` are
 * the files of `lib` itself, `ports` the ports with all that they import.
 */
const table: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["everything"],
  tasks: ["everything"],
  "client.ts": ["islands", "lib/web/island_props.ts"],
  routes: ["shared", "components", "islands", ...domains, "lib/web", "lib/auth", "lib/jobs", "lib/db/mod.ts"],
  workers: ["shared", ...domains, "lib/jobs", "lib/db/mod.ts"],
  components: ["islands", ...everywhere, "lib/calendar.ts", "lib/web", ...domains.map((domain) => `type ${domain}`)],
  islands: ["components", ...everywhere, "lib/web/paths.ts", "type lib/web"],
  ...Object.fromEntries(domains.map((domain) => [domain, allowedOf(domain)])),
  // Its forms read what the domains say of a number or a login.
  "lib/web": [
    "shared",
    "lib/db/mod.ts",
    "lib/customers/business_number.ts",
    "lib/msps/users.ts",
    "type lib/jobs",
    ...domains.map((domain) => `type ${domain}`),
  ],
  "lib/auth": ["shared", "lib/db/mod.ts", "type lib/notices"],
  "lib/ncp": ["shared", "ports"],
  "lib/popbill": ["shared", "ports"],
  "lib/sandbox": ["shared", "lib/customers", "lib/ncp/simulator/mod.ts", "lib/popbill/simulator/mod.ts"],
  "lib/db": ["shared"],
  "lib/jobs": ["shared", "lib/db/mod.ts"],
  shared: ["lib/db/mod.ts"],
};

/** The arrows that the table does not have, `a → b`; what tests import is their own affair, what they are is not. */
export function wrongArrows(arrows: readonly Arrow[]): string[] {
  const behindPorts = reachable(arrows, ports);
  return arrows.filter((arrow) => !isTest(arrow.from) && !isAllowed(arrow, behindPorts)).map(arrowText);
}

/** One circle of imports, `a → b → a`; null where there is none. */
export function circleOf(arrows: readonly Arrow[]): string | null {
  const next = Map.groupBy(arrows, (arrow) => arrow.from);
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const { to } of next.get(path) ?? []) {
      const circle = visit(to, [...trail, path]);
      if (circle) return circle;
    }
    done.add(path);
    return null;
  };
  for (const path of next.keys()) {
    const circle = visit(path, []);
    if (circle) return circle.join(" → ");
  }
  return null;
}

function allowedOf(domain: string): string[] {
  const earlier = domains.slice(0, domains.indexOf(domain));
  const known = earlier.filter((each) => !strangers.some(([from, to]) => from === domain && to === each));
  return ["shared", "lib/db/mod.ts", "type lib/jobs", ...known];
}

function isAllowed(arrow: Arrow, behindPorts: ReadonlySet<string>): boolean {
  if (isTest(arrow.to)) return false;
  const [from, to] = [placeOf(arrow.from), placeOf(arrow.to)];
  if (from === to) return true;
  return (table[from] ?? []).some((allowed) => {
    if (allowed === "everything") return true;
    if (allowed === "ports") return behindPorts.has(arrow.to);
    if (allowed.startsWith("type ")) return arrow.isType && allowed === `type ${to}`;
    return allowed === to || allowed === arrow.to;
  });
}

function placeOf(path: string): string {
  if (/^lib\/[^/]+$/.test(path)) return "shared";
  const folders = path.split("/").slice(0, -1);
  return folders.slice(0, folders[0] === "lib" ? 2 : 1).join("/") || path;
}

function reachable(arrows: readonly Arrow[], starts: readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  // A set's iteration comes to what is added on the way.
  for (const path of reached) {
    for (const { from, to } of arrows) if (from === path) reached.add(to);
  }
  return reached;
}

function arrowText(arrow: Arrow): string {
  return `${arrow.from} → ${arrow.to}`;
}
