/** What a person can type to see the outer world fail or pay otherwise; for the help page and the read-me. */
export const popbillMisbehaviours: readonly { readonly input: string; readonly effect: string }[] = [
  { input: "고객사 상호에 「전송실패」", effect: "국세청이 거부합니다: 전송실패(305), 결과코드 ERR099" },
  { input: "고객사 상호에 「응답없음」", effect: "발행은 되지만 응답 전에 연결이 끊깁니다 (문서번호마다 한 번)" },
  { input: "고객사 상호에 「지연」", effect: "발행은 바로 되고 응답만 3초 늦게 옵니다" },
  { input: "고객사 상호에 「502」", effect: "발행하지 않고 HTTP 502 화면을 돌려줍니다 (문서번호마다 한 번)" },
  {
    input: "고객사 상호에 「혼잡」",
    effect: "발행하지 않고 동시호출 한도 초과(-10010032)로 거절합니다 (문서번호마다 한 번)",
  },
  { input: "고객사 상호에 「정확」", effect: "다음 영업일 11시에 합계금액이 그대로 입금됩니다" },
  { input: "고객사 상호에 「일부입금」", effect: "다음 영업일 11시에 절반, 이틀 뒤(영업일)에 나머지가 입금됩니다" },
  { input: "고객사 상호에 「다른이름」", effect: "상호가 아니라 대표자 이름으로 입금됩니다" },
  { input: "고객사 상호에 「합산입금」", effect: "두 건이 쌓이면 한 번에 합쳐서 입금됩니다" },
  { input: "고객사 상호에 「미입금」", effect: "입금되지 않습니다" },
  { input: "고객사 사업자등록번호 4~5번째 자리 44", effect: "폐업자입니다: 전송하면 ERR009로 거부됩니다" },
  { input: "고객사 사업자등록번호 4~5번째 자리 55", effect: "휴업자입니다: 전송은 됩니다" },
  { input: "고객사 사업자등록번호 4~5번째 자리 66", effect: "미등록 번호입니다: 전송하면 ERR002로 거부됩니다" },
  { input: "운영사 사업자등록번호 4~5번째 자리 77", effect: "공동인증서가 만료되어 발행이 거절됩니다(-10004003)" },
  {
    input: "운영사 사업자등록번호 4~5번째 자리 78",
    effect: "발행 즉시 전송을 쓰는 회원이어서 발행을 취소할 수 없습니다",
  },
  { input: "발신번호 끝 네 자리 0000", effect: "등록되지 않은 발신번호로 거절됩니다(-15001014)" },
];
