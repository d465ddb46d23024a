import { HttpError } from "fresh";
import { requireFresh } from "../../../lib/auth/fresh.ts";
import type { FactorOwner, FactorRefusal } from "../../../lib/auth/register_factor.ts";
import type { SecondFactor } from "../../../lib/auth/second_factor.ts";
import { readFactor } from "../../../lib/auth/second_factor_store.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";
import type { State } from "../../_state.ts";

/** Whoever changes the own second factors. */
export function ownerOf(state: State): FactorOwner {
  const { app, signedIn, visitor, lang } = state;
  if (!signedIn) throw new HttpError(403);
  return { app, signedIn, visitor, lang };
}

/** The own factor that a path names; there is none else. */
export async function factorOf(state: State, id: string | undefined): Promise<SecondFactor> {
  const owner = ownerOf(state);
  const factor = await readFactor(state.app.db, { userId: owner.signedIn.user.id, factorId: id ?? "" });
  if (!factor) throw new HttpError(404);
  const { secret: _, lastStep: __, ...shown } = factor;
  return shown;
}

/** Changing factors asks for the current one first (R32); what is typed into these forms is little. */
export function askFresh(state: State, returnTo: string = paths.twoFactor()): Response | null {
  return requireFresh(state, returnTo);
}

/** The sentence of a refused factor, at its field. */
export function factorErrors(refusal: FactorRefusal, lang: Lang): Record<string, string> {
  const t = authTexts[lang];
  switch (refusal.kind) {
    case "name_missing":
      return { name: t.nameMissing };
    case "name_too_long":
      return { name: t.nameTooLong };
    case "name_taken":
      return { name: t.nameTaken };
    case "not_mobile":
      return { address: t.notMobile };
    case "not_email":
      return { address: lang === "ko" ? refusal.why : t.notEmail };
    case "too_many":
      return { "": t.tooMany };
    case "gone":
      return { "": t.gone };
  }
}
