import { HttpError } from "fresh";
import type { MspId } from "../../lib/ids.ts";
import type { State } from "../_state.ts";

/** The MSP of whoever is signed in; who has none (an operator) finds nothing here. */
export function mspOf(state: State): MspId {
  const mspId = state.signedIn?.user.mspId ?? null;
  if (mspId === null) throw new HttpError(404);
  return mspId;
}
