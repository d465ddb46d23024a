/** Every path of the console, built in one place: a moved route is moved here. */
export const paths = {
  home: () => "/",
  status: () => "/status",
  /** The login page, which comes back to `next` afterwards. */
  login: (next?: string) => next === undefined ? "/login" : `/login?next=${encodeURIComponent(next)}`,
  logout: () => "/logout",
  language: () => "/preferences/language",
  theme: () => "/preferences/theme",
  profile: () => "/settings/profile",
  applications: () => "/operator/applications",

  // Coming in, and the own settings of every user.
  verify: (returnTo?: string) =>
    returnTo === undefined ? "/login/verify" : `/login/verify?for=${encodeURIComponent(returnTo)}`,
  verifySending: () => "/login/verify/sending",
  reset: (token: string) => `/reset/${token}`,
  password: () => "/settings/password",
  twoFactor: () => "/settings/two-factor",
  newFactor: (kind: string) => `/settings/two-factor/new?kind=${kind}`,
  factor: (id: string) => `/settings/two-factor/${id}`,
  factorSending: (id: string) => `/settings/two-factor/${id}/sending`,
  factorName: (id: string) => `/settings/two-factor/${id}/name`,
  factorRemoval: (id: string) => `/settings/two-factor/${id}/removal`,
  recoveryCodes: () => "/settings/recovery-codes",
  sessions: () => "/settings/sessions",
  otherSessionsRemoval: () => "/settings/sessions/removal",
  sessionRemoval: (id: string) => `/settings/sessions/${id}/removal`,
  sentMessages: () => "/dev/mail",

  // Sign-up and the operator.
  signup: () => "/signup",
  forgot: () => "/forgot",
  signupReceived: () => "/signup/received",
  signupConfirmation: (token: string) => `/signup/confirmation/${token}`,
  signupConfirmed: () => "/signup/confirmed",
  application: (id: string) => `/operator/applications/${id}`,
  applicationApproval: (id: string) => `/operator/applications/${id}/approval`,
  applicationRejection: (id: string) => `/operator/applications/${id}/rejection`,

  // 「환경설정」, 「계정관리」, 활동 기록.
  settings: () => "/settings",
  display: () => "/settings/display",
  keys: () => "/settings/keys",
  newKey: () => "/settings/keys/new",
  key: (id: string) => `/settings/keys/${id}`,
  keyRemoval: (id: string) => `/settings/keys/${id}/removal`,
  users: () => "/settings/users",
  newUser: () => "/settings/users/new",
  usersExport: () => "/settings/users/export",
  user: (id: string) => `/settings/users/${id}`,
  userState: (id: string) => `/settings/users/${id}/state`,
  userInvitation: (id: string) => `/settings/users/${id}/invitation`,
  userRemoval: (id: string) => `/settings/users/${id}/removal`,
  audit: () => "/settings/audit",
  auditExport: () => "/settings/audit/export",
};
