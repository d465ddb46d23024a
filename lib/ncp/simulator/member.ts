import type { Zone } from "../../usage/port.ts";
import { misbehaviourOf } from "./misbehaviours.ts";
import { ordinalOf } from "./partners.ts";
import { seeded } from "./seeded.ts";

/** A member as the simulator sees it: all that follows comes of its number. */
export interface SimulatedMember {
  readonly memberNo: string;
  readonly zone: Zone;
  readonly traits: Traits;
}

/** What sets a member apart; the first five members of a partner have none of it. */
export interface Traits {
  /** Billed through its partner: use is real, its own charge is 0. */
  readonly partnerBilled: boolean;
  /** No row in any month. */
  readonly noUse: boolean;
  /** A credit that covers 30 % of the month. */
  readonly credit: boolean;
  /** 서비스 요금 할인 of 5 %. */
  readonly productDiscount: boolean;
  /** 회원 단가 할인 of 3 % on every line. */
  readonly memberPrice: boolean;
  /** 약정 할인 of 10 % and its addition of 1 % on servers, promotion on storage. */
  readonly promise: boolean;
  /** A server that comes in mid-month and goes in the middle of the next. */
  readonly midMonth: boolean;
  /** A server whose unit price changes on the 16th of every fourth month. */
  readonly priceChange: boolean;
  /** 위약금 in every third month. */
  readonly penalty: boolean;
  /** Customer discount, coin and other discount. */
  readonly customerDiscount: boolean;
  /** A line whose product NCP's code list does not name. */
  readonly unlistedProduct: boolean;
  /** Two rows that are equal in everything. */
  readonly equalRows: boolean;
  /** The round of late corrections that its last lines come with; 0 when nothing comes late. */
  readonly lateRound: 0 | 1 | 2;
  /** Shifts the cycles of mid-month servers and price changes, so that members differ in the months. */
  readonly phase: number;
}

/** The member of a number; one of the misbehaving block is plain but for its misbehaviour. */
export function simulatedMember(memberNo: string, zone: Zone): SimulatedMember {
  return { memberNo, zone, traits: traitsOf(misbehaviourOf(memberNo) ? 0 : ordinalOf(memberNo)) };
}

function traitsOf(ordinal: number): Traits {
  const apart = (every: number, at: number) => ordinal > 5 && ordinal % every === at;
  return {
    credit: apart(20, 6),
    productDiscount: apart(20, 7),
    memberPrice: apart(10, 7),
    partnerBilled: apart(20, 8),
    midMonth: apart(10, 9),
    priceChange: apart(10, 0),
    equalRows: apart(20, 11),
    promise: apart(10, 2),
    unlistedProduct: apart(50, 13),
    noUse: apart(50, 14),
    penalty: apart(50, 15),
    customerDiscount: apart(50, 16),
    lateRound: apart(4, 3) ? seeded(`late ${ordinal}`, [1, 2]) === 1 ? 1 : 2 : 0,
    phase: Math.round(ordinal / 10),
  };
}
