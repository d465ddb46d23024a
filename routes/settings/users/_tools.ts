import { actorOf } from "../../../lib/auth/actor.ts";
import { makeResetLink } from "../../../lib/auth/reset_password.ts";
import { forgetResets } from "../../../lib/auth/reset_store.ts";
import { endUserSessions } from "../../../lib/auth/session.ts";
import { queueAccountMail } from "../../../lib/account_mail.ts";
import type { Tx } from "../../../lib/db/mod.ts";
import { invariant } from "../../../lib/prelude.ts";
import type { SubUser, UserId, UserRefusal } from "../../../lib/msps/users.ts";
import type { UserTools } from "../../../lib/msps/users_edit.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { State } from "../../_state.ts";
import { mspOf } from "../_msp.ts";
import { namesText } from "../_names.ts";

/** What editing users needs: a changed user's sessions end, and links mailed to an address that is left behind. */
export function userTools(state: State): UserTools {
  return {
    db: state.app.db,
    endSessions: (tx, user) => endUserSessions(tx, { ...user, reason: "user_changed" }),
    endLinks: (tx, user) => forgetResets(tx, user),
  };
}

/** Who asks for what: the MSP and the actor of a request. */
export function askedBy(state: State) {
  return { mspId: mspOf(state), actor: actorOf(state) };
}

/** Why a user is not changed, in a sentence; `then` is what was asked. */
export function userRefusalText(
  refusal: Exclude<UserRefusal, { kind: "stale" }>,
  options: { lang: State["lang"]; then: "edit" | "delete" },
): string {
  const t = settingsTexts[options.lang];
  switch (refusal.kind) {
    case "no_user":
    case "login_taken":
      return t[refusal.kind];
    case "assigned": {
      const names = namesText(refusal.customers, options.lang);
      return options.then === "edit" ? t.roleAssigned(names) : t.deleteAssigned(names);
    }
  }
}

// Longer than a reset, since nobody waits for an invitation: three days.
const invitationMs = 3 * 86_400_000;

/** Mails a new user the way in: where to log in, and a link to set the password. */
export async function invite(
  state: State,
  tx: Tx,
  user: Pick<SubUser, "login" | "name" | "email"> & { readonly id: UserId },
): Promise<void> {
  const { app, lang, signedIn } = state;
  invariant(signedIn, "only whoever is signed in invites");
  const t = settingsTexts[lang];
  const at = app.clock.now();
  const { mspName, email: ownerEmail } = signedIn.user;
  const { url, until } = await makeResetLink(app, tx, { userId: user.id, at, livesMs: invitationMs });
  await queueAccountMail(tx, app.jobs, {
    address: user.email,
    at,
    expiresAt: until,
    mail: {
      subject: `[Cla-Bill] ${t.inviteSubject(mspName)}`,
      name: user.name,
      lines: [t.inviteLine(mspName), t.inviteHow(ownerEmail, user.login)],
      code: null,
      link: { label: t.inviteLink, url },
      foot: [t.inviteFoot],
      lang,
    },
  });
}
