import type { ComponentChildren } from "preact";
import type { NavGroup } from "../components/frame.ts";
import type { IconName } from "../components/Icon.tsx";
import { Shell } from "../components/Shell.tsx";
import { mayOpen } from "../lib/auth/access.ts";
import { navTexts } from "../lib/web/i18n/nav.ts";
import type { Lang } from "../lib/web/i18n/texts.ts";
import { paths } from "../lib/web/paths.ts";
import type { State } from "./_state.ts";

type Word = keyof typeof navTexts.ko;

interface Entry {
  readonly href: string;
  readonly word: Word;
  readonly icon: IconName;
  /** What lies beneath it: the entry is current there too. */
  readonly under: readonly string[];
}

// The longest path that fits is the current one: /settings/users is no part of 「환경설정」, though it lies beneath /settings.
const groups: readonly { readonly word: Word; readonly entries: readonly Entry[] }[] = [
  {
    word: "operation",
    entries: [
      { href: paths.applications(), word: "applications", icon: "inbox", under: ["/operator"] },
      { href: paths.status(), word: "installation", icon: "dashboard", under: ["/status"] },
    ],
  },
  {
    word: "settings",
    entries: [
      { href: paths.users(), word: "users", icon: "users", under: ["/settings/users"] },
      { href: paths.settings(), word: "environment", icon: "gear", under: ["/settings"] },
      { href: paths.audit(), word: "audit", icon: "audit", under: ["/settings/audit"] },
    ],
  },
];

/** The frame of a page behind the login, with the navigation that the role may use and where in it the page is. */
export function ConsoleShell(
  props: { readonly state: State; readonly url: URL; readonly children: ComponentChildren },
) {
  const { state, url } = props;
  if (state.signedIn === null) return <>{props.children}</>;
  const here = currentEntry(url.pathname);
  const t = navTexts[state.lang];
  const { services } = state.app.config;
  return (
    <Shell
      state={state}
      nav={navFor(state, here?.entry ?? null)}
      breadcrumb={here ? [t[here.group], t[here.entry.word]] : []}
      simulated={Object.values(services).includes("simulator")}
    >
      {props.children}
    </Shell>
  );
}

function navFor(state: State, here: Entry | null): NavGroup[] {
  const role = state.signedIn?.user.role ?? null;
  return groups.map((group) => ({
    label: label(group.word, state.lang),
    links: group.entries
      .filter((entry) => mayOpen(entry.href, "GET", role) === "yes" && isFor(entry, role))
      .map((entry) => ({
        href: entry.href,
        label: label(entry.word, state.lang),
        icon: entry.icon,
        current: entry === here,
      })),
  }));
}

// The state of the installation opens to everybody in development; in the navigation it is the operator's.
function isFor(entry: Entry, role: string | null): boolean {
  return entry.word !== "installation" || role === "operator";
}

function currentEntry(path: string): { group: Word; entry: Entry } | null {
  const fitting = groups.flatMap((group) =>
    group.entries.flatMap((entry) =>
      entry.under.filter((under) => path === under || path.startsWith(`${under}/`)).map((under) => ({
        group: group.word,
        entry,
        depth: under.length,
      }))
    )
  );
  return fitting.sort((a, b) => b.depth - a.depth)[0] ?? null;
}

function label(word: Word, lang: Lang): string {
  return navTexts[lang][word];
}
