import { z } from "zod";
import { seoulStamp } from "../../calendar.ts";
import { isBusinessNumber } from "./business_number.ts";
import { simulatedLink } from "./link.ts";
import type { Contact } from "./members.ts";
import { addMember, findMember, listMembers, newMember, putMember } from "./members.ts";
import type { Call, MemberCall } from "./wire.ts";
import { done, json, PopbillRefusal, readJson, unsupported } from "./wire.ts";

const text = z.string().nullish().transform((value) => value?.trim() ?? "");
const joinForm = z.object({
  ID: text,
  Password: text,
  LinkID: text,
  CorpNum: text,
  CEOName: text,
  CorpName: text,
  Addr: text,
  BizType: text,
  BizClass: text,
  ContactName: text,
  ContactEmail: text,
  ContactTEL: text,
});
const companyForm = z.object({ ceoname: text, corpName: text, addr: text, bizType: text, bizClass: text });
const contactForm = z.object({ id: text, personName: text, email: text, tel: text });

/** The required fields of the join form: name, code where missing, label, and longest (popbill-api.md 10). */
const joinRules = [
  ["CEOName", -10001005, "대표자명", 100],
  ["CorpName", -10001006, "상호", 200],
  ["Addr", -10001007, "주소", 300],
  ["BizType", -10001008, "업태", 100],
  ["BizClass", -10001009, "종목", 100],
  ["ContactName", -10001013, "담당자명", 100],
  ["ContactEmail", -10001011, "담당자 이메일", 100],
  ["ContactTEL", -10001012, "담당자 연락처", 20],
] as const;

/** GET /Join: whether a business number is a member of this partner. */
export async function checkIsMember(call: Call): Promise<Response> {
  const corpNum = call.query.get("CorpNum") ?? "";
  if (corpNum === "") throw new PopbillRefusal(-10000015, "사업자번호를 입력해 주세요.");
  const isLinked = call.query.get("LID") === simulatedLink.linkId && await findMember(call.context, corpNum) !== null;
  return json(isLinked ? { code: 1, message: "가입" } : { code: 0, message: "미가입" });
}

/** GET /IDCheck: whether a user name is taken. */
export async function checkId(call: Call): Promise<Response> {
  const id = call.query.get("ID") ?? "";
  if (id === "") throw new PopbillRefusal(-10000006, "아이디를 입력해 주세요.");
  return json(await isTaken(call, id) ? { code: 1, message: "사용중" } : { code: 0, message: "사용 가능" });
}

/** POST /Join: a new member, without certificate and bank account. */
export async function joinMember(call: Call): Promise<Response> {
  const parsed = joinForm.safeParse(readJson(call, -10010005));
  if (!parsed.success) throw new PopbillRefusal(-10010005, "회원가입 정보의 형식이 올바르지 않습니다.");
  const form = parsed.data;
  if (form.LinkID === "") throw new PopbillRefusal(-10010001, "링크아이디를 입력해 주세요.");
  if (form.LinkID !== simulatedLink.linkId) throw new PopbillRefusal(-99003004, "없는 링크아이디입니다.");
  if (form.ID.length < 6 || form.ID.length > 50) throw new PopbillRefusal(-10000041, "아이디는 6~50자입니다.");
  if (form.Password.length < 8 || form.Password.length > 20) {
    throw new PopbillRefusal(-10000007, "비밀번호는 8~20자입니다.");
  }
  if (!/^\d{10}$/.test(form.CorpNum)) throw new PopbillRefusal(-10001046, "사업자번호는 숫자 10자리입니다.");
  if (!isBusinessNumber(form.CorpNum)) throw new PopbillRefusal(-10001059, "사용할 수 없는 사업자번호입니다.");
  for (const [field, code, label, longest] of joinRules) {
    if (form[field] === "") throw new PopbillRefusal(code, `${label}을(를) 입력해 주세요.`);
    if (form[field].length > longest) throw new PopbillRefusal(-10010005, `${label}은(는) ${longest}자까지입니다.`);
  }
  if (await isTaken(call, form.ID)) throw new PopbillRefusal(-10001003, "사용 중인 아이디입니다.");
  const contact: Contact = {
    id: form.ID,
    personName: form.ContactName,
    email: form.ContactEmail,
    tel: form.ContactTEL,
    regDT: seoulStamp(call.context.clock.now()),
  };
  const joined = await addMember(call.context, {
    ...newMember({ corpNum: form.CorpNum, corpName: form.CorpName, ceoName: form.CEOName, userId: form.ID }),
    addr: form.Addr,
    bizType: form.BizType,
    bizClass: form.BizClass,
    contacts: [contact],
  });
  if (!joined) throw new PopbillRefusal(-10001000, "이미 가입된 회원입니다.");
  return done("가입 완료");
}

/** GET and POST /CorpInfo: the company as Popbill knows it. */
export async function companyProfile(call: MemberCall): Promise<Response> {
  const { member } = call;
  if (call.verb === "GET") {
    const { ceoName: ceoname, corpName, addr, bizType, bizClass } = member;
    return json({ ceoname, corpName, addr, bizType, bizClass });
  }
  if (call.verb !== "POST") throw unsupported(call);
  const form = companyForm.safeParse(readJson(call, -10010008));
  if (!form.success) throw new PopbillRefusal(-10010008, "회사 정보의 형식이 올바르지 않습니다.");
  const { ceoname: ceoName, ...rest } = form.data;
  await putMember(call.context, { ...member, ...rest, ceoName });
  return done("수정 완료");
}

/** GET /IDs lists the contacts, POST /IDs/New adds one. */
export async function contacts(call: MemberCall): Promise<Response> {
  const { member } = call;
  if (call.verb === "GET" && call.path.length === 1) return json(member.contacts);
  if (call.verb !== "POST" || call.path[1] !== "New") throw unsupported(call);
  const form = contactForm.safeParse(readJson(call, -10010009));
  if (!form.success || form.data.personName === "") {
    throw new PopbillRefusal(-10010009, "담당자 정보의 형식이 올바르지 않습니다.");
  }
  if (form.data.id === "") throw new PopbillRefusal(-10010002, "담당자 아이디를 입력해 주세요.");
  if (await isTaken(call, form.data.id)) throw new PopbillRefusal(-10001003, "사용 중인 아이디입니다.");
  const contact: Contact = { ...form.data, regDT: seoulStamp(call.context.clock.now()) };
  await putMember(call.context, { ...member, contacts: [...member.contacts, contact] });
  return done("등록 완료");
}

async function isTaken(call: Call, id: string): Promise<boolean> {
  const members = await listMembers(call.context);
  return members.some((member) => member.userId === id || member.contacts.some((contact) => contact.id === id));
}
