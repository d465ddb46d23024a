-- 콘솔: 로그인, 세션, 2차 인증, 비밀번호 재설정, 계정 메일. 토큰과 코드는 해시로만 남깁니다.

alter table users add column disabled_at timestamptz;
alter table users add column last_login_at timestamptz;
alter table users add column password_changed_at timestamptz;
-- 첫 탭 「메인 계정」에서는 이메일 하나가 한 사람입니다: 메인 계정과 운영자를 통틀어.
create unique index users_first_tab_email on users (lower(email)) where role in ('owner', 'operator');

alter table audit_entries add column from_address text not null default '';
alter table audit_entries add column user_agent text not null default '';

create table sessions (
  id uuid primary key default new_id(),
  user_id uuid not null references users (id) on delete cascade,
  msp_id uuid references msps (id),
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  authenticated_at timestamptz not null,
  needs_second_factor boolean not null,
  second_factor_at timestamptz,
  ip text not null,
  user_agent text not null,
  revoked_at timestamptz,
  revoked_reason text,
  check ((revoked_at is null) = (revoked_reason is null))
);
create index sessions_user on sessions (user_id, created_at desc);
comment on table sessions is '세션: 쿠키의 토큰은 해시로만 있습니다. needs_second_factor이고 second_factor_at이 비어 있으면 아직 로그인이 아닙니다.';

create table throttles (
  kind text not null check (kind in ('login', 'login_address', 'code', 'send', 'reset', 'reset_address')),
  subject_hash text not null check (subject_hash ~ '^[0-9a-f]{64}$'),
  tries int not null check (tries >= 0),
  since timestamptz not null,
  blocked_until timestamptz,
  updated_at timestamptz not null,
  primary key (kind, subject_hash)
);
create index throttles_updated on throttles (updated_at);
comment on table throttles is '시도 제한: 무엇을 시도했는지는 해시로만 남깁니다.';

create table second_factors (
  id uuid primary key default new_id(),
  user_id uuid not null references users (id) on delete cascade,
  kind text not null check (kind in ('sms', 'email', 'totp')),
  name text not null check (name <> ''),
  address text,
  secret text,
  last_step bigint,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  check ((kind = 'totp') = (address is null)),
  check ((kind = 'totp') = (secret is not null))
);
create unique index second_factors_name on second_factors (user_id, lower(name)) where confirmed_at is not null;
create index second_factors_user on second_factors (user_id);
comment on table second_factors is '2차 인증: 문자, 이메일, 인증 앱. 인증 앱의 비밀은 암호화되어 있습니다.';
comment on column second_factors.last_step is '마지막으로 받은 인증 앱 코드의 30초 칸: 같은 코드는 한 번만 됩니다.';

create table sent_codes (
  factor_id uuid primary key references second_factors (id) on delete cascade,
  code_hash text not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null default 0,
  used_at timestamptz,
  window_since timestamptz not null,
  window_sent int not null
);
comment on table sent_codes is '보낸 인증 코드: 2차 인증마다 마지막 것 하나. window_*는 보내는 횟수의 제한입니다.';

create table recovery_codes (
  id uuid primary key default new_id(),
  user_id uuid not null references users (id) on delete cascade,
  code_hash text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  unique (user_id, code_hash)
);
comment on table recovery_codes is '복구 코드: 한 번씩만 쓰는 코드의 해시.';

create table password_resets (
  id uuid primary key default new_id(),
  user_id uuid not null references users (id) on delete cascade,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_user on password_resets (user_id);
comment on table password_resets is '비밀번호 재설정 링크: 30분, 한 번, 해시로만.';

create table account_mails (
  id uuid primary key default new_id(),
  address text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'kept', 'failed')),
  reason text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tried_at timestamptz
);
create index account_mails_waiting on account_mails (created_at) where state in ('queued', 'sending');
create index account_mails_newest on account_mails (created_at desc);
comment on table account_mails is '계정 메일: 가입, 로그인, 비밀번호, 2차 인증의 메일. 보낸 뒤 운영 환경에서는 본문을 지웁니다.';

-- 로그인은 운영사를 알기 전의 일이므로 app 역할은 이 표들을 보지 못합니다. 운영사가 자기 사용자의 세션을 끊고, 초대 링크와
-- 계정 메일을 쓰는 것만 됩니다.
grant select, update on sessions to app;
alter table sessions enable row level security;
create policy of_msp on sessions to app using (msp_id = nullif(current_setting('app.msp_id', true), '')::uuid);
grant insert on password_resets to app;
alter table password_resets enable row level security;
create policy of_msp on password_resets for insert to app with check (exists (select from users u where u.id = user_id));
grant insert, select (id) on account_mails to app;
