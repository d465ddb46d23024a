import { audit } from "../audit.ts";
import type { AuthApp } from "./auth_app.ts";
import { type ActingState, actorOf } from "./actor.ts";

/** Notes that someone signed in called what their role may not (checks.md R46): an audit entry and a line of the log. */
export async function noteRefusedAccess(
  state: ActingState & { readonly app: Pick<AuthApp, "clock" | "db" | "log"> },
  refused: { readonly pattern: string; readonly method: string },
): Promise<void> {
  const { signedIn, app, visitor } = state;
  if (!signedIn) return;
  const { id, role, mspId } = signedIn.user;
  app.log.warn("access_refused", { userId: id, role, ip: visitor.ip, ...refused });
  await app.db.transaction((tx) =>
    audit(tx, actorOf(state), {
      mspId,
      entries: [{ objectKind: "user", objectId: id, action: "access_refused", after: { ...refused, role } }],
    })
  );
}
