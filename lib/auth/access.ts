import type { Role } from "./signed_in.ts";

/** Who may call a route: everybody, whoever is signed in, or the roles named. */
export type Who = "anyone" | "signed_in" | readonly Role[];

/** Who may read a route and who may act on it; a method that is not named is refused to all. */
export interface Access {
  readonly GET?: Who;
  readonly POST?: Who;
}

const owner: readonly Role[] = ["owner"];
const staff: readonly Role[] = ["owner", "member"];
const operator: readonly Role[] = ["operator"];

const page = (who: Who): Access => ({ GET: who });
const action = (who: Who): Access => ({ POST: who });
const form = (who: Who): Access => ({ GET: who, POST: who });

/**
 * The access table: every route of the manifest, by its pattern (`/settings/keys/:id/removal`). A route that is missing
 * here opens to nobody, and the build fails (checks.md R27). The operator sees no customer data, so stands on none of the
 * lines of an MSP. Every writer adds the lines of the own routes.
 */
export const accessTable: Readonly<Record<string, Access>> = {
  // The frame and the health of the installation.
  "/": page("signed_in"),
  "/health/live": page("anyone"),
  "/health/ready": page("anyone"),
  "/metrics": page("anyone"),
  "/preferences/language": action("anyone"),
  "/preferences/theme": action("anyone"),
  // In production the page itself asks for the operator.
  "/status": page("anyone"),

  // Development alone; the pages themselves refuse in production.
  "/dev/components": page("anyone"),
  "/dev/mail": page("anyone"),

  // Coming in and going out.
  "/login": form("anyone"),
  "/login/verify": form("anyone"),
  "/login/verify/sending": action("anyone"),
  "/logout": action("anyone"),
  "/forgot": form("anyone"),
  "/reset/:token": form("anyone"),

  // Sign-up and the operator.
  "/signup": form("anyone"),
  "/signup/received": page("anyone"),
  "/signup/confirmation/:token": form("anyone"),
  "/signup/confirmed": page("anyone"),
  "/operator": page(operator),
  "/operator/applications": page(operator),
  "/operator/applications/:id": page(operator),
  "/operator/applications/:id/approval": action(operator),
  "/operator/applications/:id/rejection": form(operator),

  // The own settings of every user.
  "/settings/password": form("signed_in"),
  "/settings/two-factor": page("signed_in"),
  "/settings/two-factor/new": form("signed_in"),
  "/settings/recovery-codes": form("signed_in"),
  "/settings/two-factor/:id": form("signed_in"),
  "/settings/two-factor/:id/sending": action("signed_in"),
  "/settings/two-factor/:id/name": form("signed_in"),
  "/settings/two-factor/:id/removal": form("signed_in"),
  "/settings/sessions": page("signed_in"),
  "/settings/sessions/removal": action("signed_in"),
  "/settings/sessions/:id/removal": action("signed_in"),

  // 「환경설정」 and 「계정관리」 of an MSP.
  "/settings": page("signed_in"),
  "/settings/display": page("signed_in"),
  "/settings/profile": { GET: staff, POST: owner },
  "/settings/keys": page(owner),
  "/settings/keys/new": form(owner),
  "/settings/keys/:id": form(owner),
  "/settings/keys/:id/removal": form(owner),
  "/settings/users": page(owner),
  "/settings/users/new": form(owner),
  "/settings/users/export": page(owner),
  "/settings/users/:id": form(owner),
  "/settings/users/:id/state": action(owner),
  "/settings/users/:id/invitation": action(owner),
  "/settings/users/:id/removal": form(owner),
  "/settings/audit": page(owner),
  "/settings/audit/export": page(owner),
};

/**
 * Whether a role (null: nobody is signed in) may call the route: `sign_in` where signing in may help, `no` where it does
 * not, and for every pattern or method that the table does not have.
 */
export function mayOpen(pattern: string, method: string, role: Role | null): "yes" | "sign_in" | "no" {
  const access = Object.hasOwn(accessTable, pattern) ? accessTable[pattern] : undefined;
  const who = method === "GET" || method === "HEAD" ? access?.GET : method === "POST" ? access?.POST : undefined;
  if (who === undefined) return "no";
  if (who === "anyone") return "yes";
  if (role === null) return "sign_in";
  return who === "signed_in" || who.includes(role) ? "yes" : "no";
}
