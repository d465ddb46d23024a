-- 가입과 설정: 가입 신청, 인증키의 삭제, 계정의 소속과 사용 중지, 다른 사람이 먼저 저장한 것을 알아보는 판 번호.

create table applications (
  id uuid primary key default new_id(),
  state text not null default 'unconfirmed' check (state in ('unconfirmed', 'pending', 'approved', 'rejected')),
  company text not null check (company <> ''),
  brn text not null check (brn ~ '^\d{10}$'),
  representative text not null check (representative <> ''),
  contact_name text not null check (contact_name <> ''),
  email text not null check (email <> ''),
  phone text not null check (phone <> ''),
  lang text not null check (lang in ('ko', 'en')),
  password_hash text,
  token_hash text unique,
  token_until timestamptz,
  from_address text not null default '',
  applied_at timestamptz not null,
  confirmed_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  reason text,
  created_msp_id uuid references msps (id),
  check ((token_hash is null) = (token_until is null)),
  check ((state = 'unconfirmed') = (confirmed_at is null)),
  check ((state in ('approved', 'rejected')) = (decided_at is not null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((state = 'approved') = (created_msp_id is not null)),
  check ((state = 'rejected') = (reason is not null)),
  check (state <> 'approved' or password_hash is null)
);
create unique index applications_pending_email on applications (lower(email)) where state = 'pending';
create index applications_email on applications (lower(email), applied_at desc);
create index applications_address on applications (from_address, applied_at desc);
create index applications_list on applications (state, confirmed_at desc);
comment on table applications is '가입 신청: 이메일을 확인하면 운영자의 승인을 기다립니다. 운영사의 것이 아니므로 app 역할은 보지 못합니다.';
comment on column applications.token_hash is '확인 링크의 SHA-256. 이미 가입된 이메일로 한 신청에는 없습니다.';

alter table users add column affiliation text not null default '';
alter table users add column version int not null default 1;
create index audit_entries_time on audit_entries (msp_id, at desc, id desc);

alter table cloud_accounts add column version int not null default 1;
alter table cloud_accounts add column key_set_at timestamptz not null default now();
alter table cloud_accounts add column removed_at timestamptz;
update cloud_accounts set key_set_at = created_at;
alter table cloud_accounts drop constraint cloud_accounts_msp_id_name_key;
create unique index cloud_accounts_name on cloud_accounts (msp_id, name) where removed_at is null;
comment on column cloud_accounts.removed_at is '삭제한 시각: 지난 이용월이 가리키는 인증키는 이름만 남기고 키를 지웁니다.';

alter table msps add column profile_version int not null default 1;
comment on column msps.profile_version is '회원정보의 판: 누가 고치든 올라갑니다.';

-- 명령이든 화면이든, 회원정보가 바뀌면 판이 올라갑니다.
create function raise_profile_version() returns trigger language plpgsql as $$
begin
  new.profile_version := old.profile_version + 1;
  return new;
end
$$;
create trigger profile_version before update on msps for each row
  when ((old.name, old.representative, old.address, old.phone, old.fax, old.email, old.biz_type, old.biz_item)
    is distinct from (new.name, new.representative, new.address, new.phone, new.fax, new.email, new.biz_type, new.biz_item))
  execute function raise_profile_version();

-- 키가 바뀌면 인증키의 판이 올라가고, 바뀐 시각이 남습니다.
create function raise_key_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
create trigger key_version before update on cloud_accounts for each row
  when ((old.name, old.access_key, old.secret_key, old.removed_at)
    is distinct from (new.name, new.access_key, new.secret_key, new.removed_at))
  execute function raise_key_version();

-- 메인 계정이 사용자의 이메일을 바꾸면, 옛 주소로 보낸 비밀번호 링크는 못 쓰게 합니다. 링크의 해시는 보지 못합니다.
grant select (user_id, used_at), update (used_at) on password_resets to app;
create policy of_msp_seen on password_resets for select to app using (exists (select from users u where u.id = user_id));
create policy of_msp_used on password_resets for update to app using (exists (select from users u where u.id = user_id));
