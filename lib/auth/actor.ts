import type { Actor } from "../audit.ts";
import { invariant } from "../prelude.ts";
import type { AuthApp } from "./auth_app.ts";
import { shortened } from "./session.ts";
import type { SignedIn, Visitor } from "./signed_in.ts";

/** The part of a request's state that says who acts. */
export interface ActingState {
  readonly app: Pick<AuthApp, "clock">;
  readonly signedIn: SignedIn | null;
  readonly visitor: Visitor;
}

/** Whoever acts on this request, for the audit entries of what is done. */
export function actorOf(state: ActingState): Actor {
  invariant(state.signedIn, "only whoever is signed in acts");
  return visitorActor(state.signedIn.user.login, { at: state.app.clock.now(), visitor: state.visitor });
}

/** A person at the screen by name, who need not be signed in yet. */
export function visitorActor(name: string, options: { at: Date; visitor: Visitor }): Actor {
  const { ip, userAgent } = shortened(options.visitor);
  return { name, source: "screen", at: options.at, fromAddress: ip, userAgent };
}
