import type { Prover } from "../../../lib/auth/prove.ts";
import type { SecondFactor } from "../../../lib/auth/second_factor.ts";
import { confirmedFactors } from "../../../lib/auth/second_factor_store.ts";
import { readHalfSession } from "../../../lib/auth/session.ts";
import type { State } from "../../_state.ts";

/** Whoever has something to prove, with the second factors to choose from. */
export interface Asked {
  readonly prover: Prover;
  readonly factors: readonly SecondFactor[];
}

/** Whoever a request is by: a login that waits for its second factor, or someone signed in; null where neither. */
export async function askedOf(req: Request, state: State): Promise<Asked | null> {
  const { app, signedIn, visitor, lang } = state;
  const common = { visitor, lang };
  const half = signedIn ? null : await readHalfSession(app, req.headers.get("Cookie"));
  if (half) return await withFactors(state, { ...half, ...common, isLogin: true });
  if (!signedIn) return null;
  const { sessionId, user } = signedIn;
  return await withFactors(state, { ...user, ...common, userId: user.id, sessionId, isLogin: false });
}

/** The factor of a request by its id; the first, where it names none. */
export function chosenFactor(factors: readonly SecondFactor[], id: string | null): SecondFactor | "recovery" | null {
  if (id === "recovery") return "recovery";
  return factors.find((each) => each.id === id) ?? factors[0] ?? null;
}

async function withFactors(state: State, prover: Prover): Promise<Asked> {
  return { prover, factors: await confirmedFactors(state.app.db, prover.userId) };
}
