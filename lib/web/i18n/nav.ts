import { texts } from "./texts.ts";

/** The navigation: the guide's three groups, and the operator's. */
export const navTexts = texts({
  ko: {
    operation: "운영",
    applications: "가입 신청",
    installation: "설치 상태",
    settings: "설정",
    users: "계정관리",
    environment: "환경설정",
    audit: "활동 기록",
  },
  en: {
    operation: "Operation",
    applications: "Applications",
    installation: "Installation",
    settings: "Settings",
    users: "Users",
    environment: "Environment",
    audit: "Activity log",
  },
});
