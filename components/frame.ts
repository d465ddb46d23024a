import type { ComponentChildren } from "preact";
import type { Flash } from "../lib/web/flash.ts";
import type { Lang } from "../lib/web/i18n/texts.ts";
import type { Theme } from "../lib/web/preferences.ts";
import type { IconName } from "./Icon.tsx";

/** What the frame reads of a request's state. */
export interface FrameState {
  readonly lang: Lang;
  readonly theme: Theme;
  readonly csrf: string;
  readonly flash: Flash | null;
  readonly signedIn: { readonly user: FrameUser } | null;
}

/** Who is signed in, as the frame shows it. */
export interface FrameUser {
  readonly name: string;
  readonly mspName: string;
  readonly email: string;
}

/** One entry of the navigation. */
export interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly current?: boolean | undefined;
  /** How much waits there. */
  readonly count?: number | undefined;
}

/** The guide's groups: 「서비스 현황」, 「요금 정산」, 「설정」. */
export interface NavGroup {
  readonly label: string;
  readonly links: readonly NavLink[];
}

/** Props of `Shell`. */
export interface ShellProps {
  readonly state: FrameState;
  readonly nav: readonly NavGroup[];
  /** From the group to the page. */
  readonly breadcrumb: readonly string[];
  readonly children: ComponentChildren;
  /** As of when the page's figures are, `2025-01-06 09:12` (U20). */
  readonly asOf?: string | undefined;
  /** Whether any outside service is simulated. */
  readonly simulated?: boolean | undefined;
  /** The search over everything. */
  readonly search?: ComponentChildren;
}
