import { type Actor, audit } from "../audit.ts";
import { parseEmail } from "../contact.ts";
import { breaks, type Db } from "../db/mod.ts";
import { hashPassword, passwordProblem } from "../password.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { insertOperator, roleOfEmail } from "./users_store.ts";

/** Creates an operator 운영자; the refusal is a Korean sentence for whoever runs the installation. */
export async function createOperator(
  db: Db,
  order: { email: string; name: string; password: string; actor: Actor },
): Promise<Result<string, string>> {
  const { actor } = order;
  const email = parseEmail(order.email);
  if (!email.ok) return email;
  const name = order.name.trim();
  if (name === "" || name.length > 30 || /\p{Cc}/u.test(name)) {
    return refuse("「이름」은 1자에서 30자까지 한 줄로 입력해 주십시오.");
  }
  const problem = passwordProblem(order.password);
  if (problem !== null) return refuse(problem);
  const taken = await roleOfEmail(db, email.value);
  if (taken !== null) return refuse(takenText(email.value, taken));
  const passwordHash = await hashPassword(order.password);
  try {
    await db.transaction(async (tx) => {
      const id = await insertOperator(tx, { email: email.value, name, passwordHash });
      const after = { login: email.value, role: "operator", name };
      await audit(tx, actor, { mspId: null, entries: [{ objectKind: "user", objectId: id, action: "create", after }] });
    });
  } catch (error) {
    if (breaks(error, "users_first_tab_email")) return refuse(takenText(email.value, "operator"));
    throw error;
  }
  return ok(email.value);
}

function takenText(email: string, role: "owner" | "operator"): string {
  const who = role === "operator" ? "운영자로" : "운영사의 메인 계정으로";
  return `이메일 주소 ${email}은(는) 이미 ${who} 등록되어 있습니다. 다른 이메일 주소를 입력해 주십시오.`;
}
