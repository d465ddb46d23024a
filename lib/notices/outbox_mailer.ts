import { RefusedInput } from "../prelude.ts";
import { mailProblem } from "./mail_problem.ts";
import type { Mailer } from "./port.ts";

/** The mailer of an installation without a mail server: nothing leaves, the outbox page shows what would have. */
export function outboxMailer(): Mailer {
  return {
    send: (mail) => {
      const problem = mailProblem(mail);
      if (problem !== null) return Promise.reject(new RefusedInput(problem));
      return Promise.resolve(mail.to.map((address) => ({ address, state: "kept", reason: noServer })));
    },
  };
}

const noServer = "메일 서버(SMTP_URL)가 설정되지 않아 보내지 않고 보관했습니다.";
