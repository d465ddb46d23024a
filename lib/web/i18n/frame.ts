import { texts } from "./texts.ts";

/** The frame around every page, and the pages that tell of an error. */
export const frameTexts = texts({
  ko: {
    appName: "Cla-Bill",
    home: "처음으로",
    back: "앞 화면으로",
    logIn: "로그인",
    requestId: "요청 번호",
    requestIdLead: "문의하실 때 이 번호를 알려 주시면 빨리 찾을 수 있습니다.",
    notAllowed: "이 화면을 쓸 권한이 없는 계정입니다. 필요하면 메인 계정에 권한을 요청해 주십시오.",
    foreign: "다른 사이트에서 보낸 요청이라 받지 않았습니다. 화면을 다시 열고 거기에서 보내 주십시오.",
    errors: {
      badRequest: { title: "알아들을 수 없는 요청입니다", lead: "화면을 다시 열고 처음부터 해 주십시오." },
      forbidden: { title: "볼 수 없는 화면입니다", lead: "이 화면을 쓸 권한이 없습니다." },
      notFound: {
        title: "찾을 수 없습니다",
        lead: "주소가 틀렸거나, 지워졌거나, 이 계정으로는 볼 수 없는 것입니다. 주소를 확인해 주십시오.",
      },
      wrongMethod: { title: "그렇게는 열 수 없는 주소입니다", lead: "화면에 있는 단추나 링크를 써 주십시오." },
      conflict: {
        title: "그 사이에 바뀌었습니다",
        lead: "다른 사람이 먼저 고쳤을 수 있습니다. 화면을 다시 열어 확인해 주십시오.",
      },
      tooLarge: {
        title: "보낸 것이 너무 큽니다",
        lead: "파일이나 내용을 줄여서 다시 보내 주십시오. 저장하지 않았습니다.",
      },
      tooMany: { title: "너무 여러 번 시도했습니다", lead: "잠시 기다렸다가 다시 해 주십시오." },
      vendor: {
        title: "바깥 서비스가 답하지 않았습니다",
        lead: "연결된 서비스에 문제가 있습니다. 잠시 뒤에 다시 해 주십시오. 되풀이되면 운영자에게 알려 주십시오.",
      },
      ours: {
        title: "처리하지 못했습니다",
        lead:
          "저희 쪽에서 생긴 문제이며 기록해 두었습니다. 잠시 뒤에 다시 해 주시고, 되풀이되면 운영자에게 알려 주십시오.",
      },
    },
    resend: {
      signedOutTitle: "로그인이 끝났습니다",
      signedOutLead:
        "보낸 내용은 아직 저장하지 않았고, 아래에 그대로 있습니다. 새 창에서 다시 로그인한 뒤 「다시 보내기」를 누르십시오.",
      staleTitle: "오래된 화면입니다",
      staleLead:
        "화면을 연 지 오래되었거나 그 사이에 로그인이 바뀌었습니다. 보낸 내용은 아직 저장하지 않았습니다. 확인하고 「다시 보내기」를 누르십시오.",
      openLogin: "새 창에서 로그인",
      again: "다시 보내기",
      kept: "보낸 내용",
      secretsLeftOut: "비밀번호와 인증 정보는 보관하지 않으므로 다음 화면에서 다시 입력해야 합니다.",
      empty: "(비어 있음)",
    },
    status: {
      title: "설치 상태",
      lead: (now: string, synced: string) => `업무 시각 ${now} · 마지막 정상 가져오기 ${synced}`,
      never: "아직 없음",
      checks: "상태",
      database: "데이터베이스",
      migrations: "마이그레이션",
      queue: "작업 큐",
      good: "정상",
      bad: "문제 있음",
      waiting: (count: number) => `대기 중인 작업: ${count}건`,
      services: "외부 서비스",
      possible: "지금 할 수 있는 것",
      month: "한 달 정산",
      health: "상태 확인",
    },
  },
  en: {
    appName: "Cla-Bill",
    home: "To the start",
    back: "Back",
    logIn: "Log in",
    requestId: "Request number",
    requestIdLead: "Tell us this number when you ask; it finds the request quickly.",
    notAllowed: "Your account may not use this page. Ask the main account for the permission if you need it.",
    foreign: "The request came from another site and was not accepted. Open the page again and send it from there.",
    errors: {
      badRequest: { title: "The request cannot be understood", lead: "Open the page again and start over." },
      forbidden: { title: "You cannot see this page", lead: "Your account may not use this page." },
      notFound: {
        title: "Not found",
        lead: "The address is wrong, the thing was deleted, or your account cannot see it. Please check the address.",
      },
      wrongMethod: {
        title: "This address cannot be opened like that",
        lead: "Please use the buttons and links of the pages.",
      },
      conflict: {
        title: "It has changed meanwhile",
        lead: "Somebody else may have saved first. Open the page again and check.",
      },
      tooLarge: {
        title: "Too much was sent",
        lead: "Make the file or the text smaller and send it again. Nothing was saved.",
      },
      tooMany: { title: "Too many attempts", lead: "Wait a little and try again." },
      vendor: {
        title: "An outside service did not answer",
        lead: "A connected service has a problem. Try again in a while; if it goes on, tell the operator.",
      },
      ours: {
        title: "It could not be done",
        lead: "The fault is ours and has been recorded. Try again in a while; if it goes on, tell the operator.",
      },
    },
    resend: {
      signedOutTitle: "You are signed out",
      signedOutLead:
        "What you sent is not saved yet and still stands below. Log in again in a new window, then press “Send again”.",
      staleTitle: "This page is out of date",
      staleLead:
        "It was opened long ago, or the login has changed since. What you sent is not saved yet. Check it and press “Send again”.",
      openLogin: "Log in in a new window",
      again: "Send again",
      kept: "What you sent",
      secretsLeftOut: "Passwords and keys are not kept; you will have to type them again on the next page.",
      empty: "(empty)",
    },
    status: {
      title: "Installation",
      lead: (now, synced) => `Business time ${now} · last good pull ${synced}`,
      never: "none yet",
      checks: "Checks",
      database: "Database",
      migrations: "Migrations",
      queue: "Job queue",
      good: "working",
      bad: "not working",
      waiting: (count) => `Waiting jobs: ${count}`,
      services: "Outside services",
      possible: "What you can do now",
      month: "Bill a month",
      health: "Health",
    },
  },
});
