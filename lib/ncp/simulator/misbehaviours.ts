/** How the simulator misbehaves for a member number of the reserved block, by its last three digits. */
export const misbehaviourKinds = {
  "429": "throttled",
  "503": "endpoint_error",
  "504": "endpoint_timeout",
  "900": "return_code",
  "901": "amount_as_text",
  "902": "identity_breach",
  "903": "empty_later",
  "904": "other_currency",
  "905": "shape_of_2022",
  "906": "numeric_error_code",
  "907": "no_partner_list",
  "908": "no_answer",
  "911": "truncated",
} as const;
export type Misbehaviour = typeof misbehaviourKinds[keyof typeof misbehaviourKinds];

/** The misbehaviour of a member number (9, any three digits, a known ending); null for every other number. */
export function misbehaviourOf(memberNo: string): Misbehaviour | null {
  if (!/^9\d{6}$/.test(memberNo)) return null;
  const kinds: Readonly<Record<string, Misbehaviour>> = misbehaviourKinds;
  return kinds[memberNo.slice(4)] ?? null;
}

/** What a person can type to see the simulator misbehave, in Korean; `lib/README.md` lists it. */
export const ncpMisbehaviours: { input: string; effect: string }[] = [
  {
    input: "회원번호 9000429",
    effect: "같은 요청에 두 번 429(Throttle Limited, Retry-After 1초)로 답하고 세 번째에 바르게 답합니다.",
  },
  { input: "회원번호 9000503", effect: "같은 요청에 두 번 503(Endpoint Error)으로 답하고 세 번째에 바르게 답합니다." },
  { input: "회원번호 9000504", effect: "언제나 504(Endpoint Timeout)로 답합니다." },
  { input: "회원번호 9000900", effect: '200으로 답하지만 returnCode가 "0"이 아니고 목록이 없습니다.' },
  { input: "회원번호 9000901", effect: "첫 행의 useAmount가 숫자가 아니라 글자입니다." },
  { input: "회원번호 9000902", effect: "청구 금액이 이용내역의 합과 1,000원 다릅니다." },
  { input: "회원번호 9000903", effect: "같은 요청에 처음 한 번만 행을 주고 그 뒤로는 빈 목록을 줍니다." },
  { input: "회원번호 9000904", effect: "통화가 원화(KRW)가 아니라 USD입니다." },
  {
    input: "회원번호 9000905",
    effect: "2022년의 옛 모양(loginId, under100DiscountAmount, payCurrency 없음)으로 답합니다.",
  },
  { input: "회원번호 9000906", effect: "errorCode가 글자가 아니라 숫자인 400 오류로 답합니다." },
  {
    input: "회원번호 9000907",
    effect: "getPartnerDemandCostList만 401/210(Permission Denied)으로 거절합니다. 원가를 알 수 없습니다.",
  },
  { input: "회원번호 9000908", effect: "기다리는 쪽이 끊을 때까지(최대 60초) 답하지 않습니다." },
  { input: "회원번호 9000911", effect: "응답 본문이 중간에서 잘립니다." },
  { input: "파트너에 없는 회원번호 (예: 1999999)", effect: "403(Forbidden)으로 거절합니다." },
  { input: "틀린 시크릿 키, 모르는 액세스 키, 다른 존의 키", effect: "401/200(Authentication Failed)으로 거절합니다." },
  {
    input: "액세스 키 SIMNCPPUBLICPLAIN001, 시크릿 키 simulated-secret-of-an-ordinary-member-1",
    effect: "서명은 맞지만 파트너 대표 계정이 아니어서 isPartner 조회를 403으로 거절합니다.",
  },
  {
    input: "액세스 키 SIMNCPPUBLICNOSUB001, 시크릿 키 simulated-secret-without-subscription-01",
    effect: "서명은 맞지만 빌링 API를 구독하지 않아 401/210(Permission Denied)으로 거절합니다.",
  },
];
