import { seoulStamp } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import type { Member } from "./members.ts";
import type { MemberCall, Refusal } from "./wire.ts";
import { done, json, PopbillRefusal, refuseIf } from "./wire.ts";

/** Why the member's 공동인증서 cannot sign now, or null (popbill-api.md 3.3). */
export function brokenCertificate(context: SimulatorContext, member: Member): Refusal | null {
  if (!member.certificate) return { code: -10002009, message: "공동인증서가 등록되어 있지 않습니다." };
  if (member.certificate.expiresAt < seoulStamp(context.clock.now())) {
    return { code: -10004003, message: "공동인증서가 만료되었습니다." };
  }
  return null;
}

/** GET /Taxinvoice/CertCheck. */
export function checkCertificate(call: MemberCall): Response {
  refuseIf(brokenCertificate(call.context, call.member));
  return done("유효한 공동인증서입니다.");
}

/** GET /Taxinvoice?cfg=CERT: only when it expires. */
export function certificateExpiration(call: MemberCall): Response {
  return json({ certificateExpiration: registered(call.member).expiresAt });
}

/** GET /Taxinvoice/Certificate. */
export function certificateProfile(call: MemberCall): Response {
  const { registeredAt, expiresAt } = registered(call.member);
  return json({
    regDT: registeredAt,
    expireDT: expiresAt,
    issuerDN: "cn=Simulated CA,ou=AccreditedCA,o=Simulator,c=KR",
    subjectDN: `cn=${call.member.corpName}(${call.member.corpNum}),o=Simulator,c=KR`,
    issuerName: "모의인증기관",
    OID: "1.2.410.200000.1.1.1",
    regContactName: call.member.ceoName,
    regContactID: call.member.userId,
  });
}

function registered(member: Member): NonNullable<Member["certificate"]> {
  if (!member.certificate) throw new PopbillRefusal(-10002009, "공동인증서가 등록되어 있지 않습니다.");
  return member.certificate;
}
