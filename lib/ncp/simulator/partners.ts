import { invariant } from "../../prelude.ts";
import type { Zone } from "../../usage/port.ts";

/** A partner whose members the simulator bills, with the key pair that reads them. */
export type SimulatedPartner = {
  zone: Zone;
  /** 인증키 계정명: 민간, 공공-PCP, 금융. */
  name: string;
  accessKey: string;
  secretKey: string;
  partnerMemberNo: string;
  members: string[];
};

/** A key pair that the gateway knows, and what it may do. */
export interface KeyHolder {
  readonly zone: Zone;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly memberNo: string;
  readonly standing: "partner" | "ordinary" | "unsubscribed";
  /** The members of a partner, in the order in which they are listed. */
  readonly members: ReadonlySet<string>;
}

/** Host of the billing API in each zone (ncp-api.md 1; the 금융 host is irregular). */
export const zoneOfHost: Readonly<Record<string, Zone>> = {
  "billingapi.apigw.ntruss.com": "public",
  "billingapi.apigw.gov-ntruss.com": "gov",
  "billingapi.apigw-pub.fin-ntruss.com": "fin",
};

const firstNumbers = { public: 1_000_000, gov: 2_000_000, fin: 3_000_000 } as const;

/** The three partners: `members` (3 to 10,000) in all, about 60 % 민간, 30 % 공공, 10 % 금융, at least one each. */
export function simulatedPartners(members: number): SimulatedPartner[] {
  invariant(Number.isInteger(members) && members >= 3 && members <= 10_000, `members are 3 to 10,000, not ${members}`);
  const gov = Math.max(1, Math.floor(members * 0.3));
  const fin = Math.max(1, Math.floor(members * 0.1));
  return [
    partner({ zone: "public", name: "민간", members: members - gov - fin }),
    partner({ zone: "gov", name: "공공-PCP", members: gov }),
    partner({ zone: "fin", name: "금융", members: fin }),
  ];
}

/** All key pairs that the gateway knows, by access key. */
export function simulatedKeyHolders(members: number): ReadonlyMap<string, KeyHolder> {
  const partners = simulatedPartners(members).map((partner): KeyHolder => ({
    ...partner,
    memberNo: partner.partnerMemberNo,
    standing: "partner",
    members: new Set(partner.members),
  }));
  return new Map([...partners, ...otherKeyHolders].map((holder) => [holder.accessKey, holder]));
}

/** Beside the partners: an ordinary member, and one that never subscribed to the billing API (both 민간). */
const otherKeyHolders: readonly KeyHolder[] = [
  {
    zone: "public",
    accessKey: "SIMNCPPUBLICPLAIN001",
    secretKey: "simulated-secret-of-an-ordinary-member-1",
    memberNo: "8000001",
    standing: "ordinary",
    members: new Set(),
  },
  {
    zone: "public",
    accessKey: "SIMNCPPUBLICNOSUB001",
    secretKey: "simulated-secret-without-subscription-01",
    memberNo: "8000002",
    standing: "unsubscribed",
    members: new Set(),
  },
];

/** The place of a member among its partner's, from 1; 0 for the partner itself. */
export function ordinalOf(memberNo: string): number {
  return Number(memberNo) % 1_000_000;
}

function partner(of: { zone: Zone; name: string; members: number }): SimulatedPartner {
  const first = firstNumbers[of.zone];
  const zone = of.zone.toUpperCase().padEnd(6, "0");
  return {
    zone: of.zone,
    name: of.name,
    accessKey: `SIMNCP${zone}PARTNER1`,
    secretKey: `simulated-secret-of-the-${of.zone}-partner`.padEnd(40, "0"),
    partnerMemberNo: String(first),
    members: Array.from({ length: of.members }, (_, index) => String(first + index + 1)),
  };
}
