import { addDays, addMonths, dayOfMonth, monthOf, seoulDate, seoulStamp } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import { kindDigits } from "./business_number.ts";
import { exclusively } from "./lock.ts";
import { dayOnWire } from "./wire_days.ts";

/** 연동회원: a company that is linked to the partner. */
export interface Member {
  readonly corpNum: string;
  readonly corpName: string;
  readonly ceoName: string;
  readonly addr: string;
  readonly bizType: string;
  readonly bizClass: string;
  readonly userId: string;
  readonly contacts: readonly Contact[];
  /** 공동인증서; moments as `yyyyMMddHHmmss`. */
  readonly certificate: { readonly registeredAt: string; readonly expiresAt: string } | null;
  readonly bankAccounts: readonly RegisteredBankAccount[];
  /** 발행 즉시 전송: the option of the web site behind getSendToNTSConfig. */
  readonly transfersAtIssue: boolean;
}

/** 담당자 of a member. */
export interface Contact {
  readonly id: string;
  readonly personName: string;
  readonly email: string;
  readonly tel: string;
  readonly regDT: string;
}

/** A bank account whose transactions may be read. */
export interface RegisteredBankAccount {
  readonly bankCode: string;
  readonly accountNumber: string;
  readonly accountName: string;
  /** The first eighteen digits of the ids of its transactions. */
  readonly idPrefix: string;
  readonly regDT: string;
}

const kind = "popbill.member";

/** The member of a business number; null when there is none. */
export function findMember(context: SimulatorContext, corpNum: string): Promise<Member | null> {
  return context.memory.get<Member>(kind, corpNum);
}

/** All members. */
export async function listMembers(context: SimulatorContext): Promise<Member[]> {
  return (await context.memory.list<Member>(kind)).map((entry) => entry.value);
}

/** Writes a member over what was there. */
export function putMember(context: SimulatorContext, member: Member): Promise<void> {
  return context.memory.put(kind, member.corpNum, member);
}

/** Adds a member; false where the number is one already. */
export function addMember(context: SimulatorContext, member: Member): Promise<boolean> {
  return context.memory.add(kind, member.corpNum, member);
}

/** Makes a company a linked member with a certificate (eleven months from business now) and one bank account; once. One whose certificate is over renews it. */
export function registerMember(
  context: SimulatorContext,
  member: { readonly corpNum: string; readonly corpName: string; readonly ceoName: string },
): Promise<void> {
  return exclusively(context.memory, async () => {
    const known = await findMember(context, member.corpNum);
    if (known) {
      const isOver = !known.certificate || known.certificate.expiresAt < seoulStamp(context.clock.now());
      if (isOver) await putMember(context, withCertificate(context, known));
      return;
    }
    const bare = newMember({ ...member, userId: `user-${member.corpNum}` });
    await addMember(context, withBankAccount(context, withCertificate(context, bare)));
  });
}

/** A member that has neither certificate nor bank account yet. */
export function newMember(
  of: { readonly corpNum: string; readonly corpName: string; readonly ceoName: string; readonly userId: string },
): Member {
  return {
    ...of,
    addr: "",
    bizType: "",
    bizClass: "",
    contacts: [],
    certificate: null,
    bankAccounts: [],
    transfersAtIssue: kindDigits(of.corpNum) === "78",
  };
}

/** The member with a certificate registered now; one that has expired where the digits say so. */
export function withCertificate(context: SimulatorContext, member: Member): Member {
  const today = seoulDate(context.clock.now());
  const until = kindDigits(member.corpNum) === "77"
    ? addDays(today, -1)
    : dayOfMonth(addMonths(monthOf(today), 11), Number(today.slice(8)));
  const registeredAt = seoulStamp(context.clock.now());
  return { ...member, certificate: { registeredAt, expiresAt: `${dayOnWire(until)}235959` } };
}

/** The member with a bank account, whose number follows from the business number; the same member where it has one. */
export function withBankAccount(context: SimulatorContext, member: Member): Member {
  if (member.bankAccounts.length > 0) return member;
  const bankAccount: RegisteredBankAccount = {
    bankCode: "0004",
    accountNumber: `990${member.corpNum}1`,
    accountName: `${member.corpName} 수납`,
    idPrefix: `019${member.corpNum}00001`,
    regDT: seoulStamp(context.clock.now()),
  };
  return { ...member, bankAccounts: [bankAccount] };
}
