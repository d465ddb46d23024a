import type { Delivery, Mailer } from "./port.ts";

/** Whether an address, or its domain as `@example.com`, is on the list (lower case); a subdomain is a domain of its own. */
export function isAllowed(address: string, allowlist: readonly string[]): boolean {
  const [local, domain, ...more] = address.toLowerCase().split("@");
  if (!local || !domain || more.length > 0) return false;
  return allowlist.includes(`${local}@${domain}`) || allowlist.includes(`@${domain}`);
}

/** Outside production nothing leaves for an address off the allow-list (checks.md R20): those are kept, the rest is sent. */
export function withAllowlist(
  mailer: Mailer,
  options: { readonly production: boolean; readonly allowlist: readonly string[] },
): Mailer {
  if (options.production) return mailer;
  return {
    send: async (mail) => {
      const allowed = mail.to.filter((address) => isAllowed(address, options.allowlist));
      const sent = allowed.length === 0 ? [] : await mailer.send({ ...mail, to: allowed });
      return mail.to.map((address) => sent.find((delivery) => delivery.address === address) ?? kept(address));
    },
  };
}

function kept(address: string): Delivery {
  return {
    address,
    state: "kept",
    reason: "운영 환경이 아니고 허용 목록(MAIL_ALLOWLIST)에 없는 주소라서 보내지 않고 보관했습니다.",
  };
}
