import { type Actor, audit } from "../audit.ts";
import { breaks, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { invariant, ok, refuse, type Result } from "../prelude.ts";
import { approvalRefusal, type DecisionRefusal, type JudgedApplication } from "./application.ts";
import { queueMail, type SignupTools } from "./application_apply.ts";
import { approvalMail, rejectionMail } from "./application_mail.ts";
import { readApplication, readPasswordHash, setApproved, setRejected } from "./application_store.ts";
import { insertMsp } from "./store.ts";
import { insertUser } from "./users_store.ts";

/** Approves an application: its MSP and its owner come into being, and the applicant gets a mail, in one transaction. */
export async function approve(
  tools: SignupTools,
  decision: { id: string; actor: Actor },
): Promise<Result<MspId, DecisionRefusal>> {
  const { id, actor } = decision;
  try {
    return await tools.db.transaction(async (tx) => {
      const application = await readApplication(tx, id, { lock: true });
      if (!application) return refuse({ kind: "no_application" });
      const refusal = approvalRefusal(application);
      if (refusal) return refuse(refusal);
      const mspId = await createMsp(tx, { application, actor });
      const mail = approvalMail(application, tools.urls.login);
      await queueMail(tx, tools.jobs, { to: application.email, mail, at: actor.at });
      return ok(mspId);
    });
  } catch (error) {
    if (breaks(error, "msps_brn_key")) return refuse({ kind: "brn_taken" });
    if (breaks(error, "users_first_tab_email") || breaks(error, "users_owner_email")) {
      return refuse({ kind: "email_taken" });
    }
    throw error;
  }
}

/** Rejects an application with a reason, which the applicant gets by mail; applying again stays possible. */
export async function reject(
  tools: SignupTools,
  decision: { id: string; reason: string; actor: Actor },
): Promise<Result<JudgedApplication, DecisionRefusal>> {
  const { id, reason, actor } = decision;
  return await tools.db.transaction(async (tx) => {
    const application = await readApplication(tx, id, { lock: true });
    if (!application) return refuse({ kind: "no_application" });
    if (application.state !== "pending") {
      return refuse({ kind: "decided_already", state: application.state, by: application.decidedBy });
    }
    await setRejected(tx, { id: application.id, reason, by: actor.name, at: actor.at });
    const after = { ...told(application), reason };
    const entry = { objectKind: "application", objectId: application.id, action: "reject", after };
    await audit(tx, actor, { mspId: null, entries: [entry] });
    const mail = rejectionMail(application, { reason, signupUrl: tools.urls.signup });
    await queueMail(tx, tools.jobs, { to: application.email, mail, at: actor.at });
    return ok(application);
  });
}

async function createMsp(tx: Tx, options: { application: JudgedApplication; actor: Actor }): Promise<MspId> {
  const { application, actor } = options;
  const passwordHash = await readPasswordHash(tx, application.id);
  invariant(passwordHash, "a pending application has a password");
  // What sign-up does not ask for is filled in under 「회원정보」 and 「정산 등록」.
  const mspId = await insertMsp(tx, {
    name: application.company,
    brn: application.brn,
    representative: application.representative,
    phone: application.phone,
    email: application.email,
    address: "",
    fax: "",
    bizType: "",
    bizItem: "",
    bankAccountText: "",
    noticeText: "",
    roundingUnit: 10,
    vatRounding: "cut",
    writeDateRule: "month_end",
  });
  await insertUser(tx, mspId, {
    role: "owner",
    login: application.email,
    name: application.contactName,
    email: application.email,
    affiliation: application.company,
    passwordHash,
  });
  await setApproved(tx, { id: application.id, mspId, by: actor.name, at: actor.at });
  const entry = { objectKind: "application", objectId: application.id, action: "approve", after: told(application) };
  await audit(tx, actor, { mspId, entries: [entry] });
  return mspId;
}

function told(application: JudgedApplication) {
  const { company, brn, representative, contactName, email, phone } = application;
  return { company, brn, representative, contactName, email, phone };
}
