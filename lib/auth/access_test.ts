import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { accessTable, mayOpen } from "./access.ts";
import { roles } from "./signed_in.ts";

Deno.test("mayOpen() lets the roles of the line pass, asks nobody's to sign in, and refuses the rest", () => {
  const cases = [
    ["/login", "GET", null, "yes"],
    ["/login", "POST", "owner", "yes"],
    ["/settings/password", "GET", null, "sign_in"],
    ["/settings/password", "POST", "operator", "yes"],
    ["/settings/keys/new", "POST", null, "sign_in"],
    ["/settings/keys/new", "POST", "owner", "yes"],
    ["/settings/keys/new", "POST", "member", "no"],
    ["/settings/keys/new", "POST", "operator", "no"],
    ["/settings/profile", "GET", "member", "yes"],
    ["/settings/profile", "POST", "member", "no"],
    ["/settings/profile", "GET", "reseller", "no"],
    ["/settings/sessions", "HEAD", "reseller", "yes"],
    ["/settings/sessions", "DELETE", "owner", "no"],
    ["/settings/sessions/removal", "GET", "owner", "no"],
    ["/nowhere", "GET", "owner", "no"],
    ["/nowhere", "GET", null, "no"],
    ["toString", "GET", "owner", "no"],
  ] as const;
  for (const [pattern, method, role, expected] of cases) {
    strictEqual(mayOpen(pattern, method, role), expected, `${method} ${pattern} ${role}`);
  }
});

Deno.test("the operator stands on no line of an MSP, and the MSP on none of the operator's", () => {
  const shared = Object.entries(accessTable).filter(([, access]) => {
    const named = [access.GET, access.POST].filter((who) => typeof who === "object").flat();
    return named.includes("operator") && named.some((role) => role !== "operator");
  });
  deepStrictEqual(shared, []);
  deepStrictEqual(roles, ["operator", "owner", "member", "reseller"]);
});
