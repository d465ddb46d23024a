import { queueAccountMail } from "../account_mail.ts";
import type { Tx } from "../db/mod.ts";
import type { AuthApp } from "./auth_app.ts";
import { authMail, type MailLang, type Told } from "./mails.ts";
import { shortened } from "./session.ts";
import type { Visitor } from "./signed_in.ts";

/** Who is told, and of whose doing. */
export interface Audience {
  readonly address: string;
  readonly name: string;
  readonly lang: MailLang;
  readonly visitor: Visitor;
}

/** Queues a mail to a user about the own account, within the transaction of what it tells. */
export async function tell(
  app: Pick<AuthApp, "clock" | "jobs">,
  tx: Tx,
  options: { told: Told; to: Audience; livesMs?: number },
): Promise<void> {
  const { told, to } = options;
  const at = app.clock.now();
  const { ip, userAgent } = shortened(to.visitor);
  const shown: Told = told.kind === "new_device" ? { ...told, userAgent } : told;
  await queueAccountMail(tx, app.jobs, {
    address: to.address,
    mail: authMail(shown, { name: to.name, lang: to.lang, happened: { at, ip } }),
    at,
    expiresAt: new Date(at.getTime() + (options.livesMs ?? 3 * 86_400_000)),
  });
}
