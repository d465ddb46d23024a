import type { Clock } from "../calendar.ts";
import { freshMs } from "./limits.ts";
import type { SignedIn } from "./signed_in.ts";

/**
 * Whether a second factor was given within the last ten minutes (checks.md R34); without a second factor the password
 * stands in for it.
 */
export function isFresh(signedIn: SignedIn, at: Date): boolean {
  const proved = signedIn.hasSecondFactor ? signedIn.secondFactorAt : signedIn.authenticatedAt;
  return proved !== null && at.getTime() - proved.getTime() < freshMs;
}

/**
 * For what is risky: null where a second factor was just given, else the answer that asks for it and comes back to
 * `returnTo`, a path of ours that can be read. Ask when the form is shown, so that nothing typed is lost, and again when
 * it is posted.
 */
export function requireFresh(
  state: { readonly app: { readonly clock: Clock }; readonly signedIn: SignedIn | null },
  returnTo: string,
): Response | null {
  if (state.signedIn && isFresh(state.signedIn, state.app.clock.now())) return null;
  return new Response(null, {
    status: 303,
    headers: { location: `/login/verify?for=${encodeURIComponent(returnTo)}` },
  });
}
