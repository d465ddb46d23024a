-- 바탕: 운영사, 고객사, 이용내역, 정산, 청구서, 세금계산서, 납부, 안내. 돈은 모두 원 단위 정수입니다.

-- 시간순 uuid. Postgres 18의 uuidv7()과 같은 모양이며 15에서도 됩니다.
create function new_id() returns uuid language sql volatile as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) placing
        substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- 열 이름 amount의 합. 문서 속 항목이 문서의 합계와 같은지 제약 조건이 확인할 때 씁니다.
create function jsonb_amounts(entries jsonb, field text) returns numeric language sql immutable strict parallel safe as $$
  select coalesce(sum((entry ->> field)::numeric), 0) from jsonb_array_elements(entries) as entry
$$;

do $$
begin
  create role app nologin;
exception when duplicate_object or unique_violation then null;
end
$$;

grant app to current_user;
grant usage on schema public to app;

create table msps (
  id uuid primary key default new_id(),
  name text not null check (name <> ''),
  brn text not null unique check (brn ~ '^\d{10}$'),
  representative text not null,
  address text not null,
  biz_type text not null default '',
  biz_item text not null default '',
  phone text not null,
  fax text not null default '',
  email text not null,
  bank_account_text text not null default '',
  notice_text text not null default '',
  logo_file_id uuid,
  rounding_unit int not null default 10 check (rounding_unit in (1, 10, 100)),
  vat_rounding text not null default 'cut' check (vat_rounding in ('cut', 'half_up', 'up')),
  write_date_rule text not null default 'month_end' check (write_date_rule in ('month_end', 'issue_date')),
  confirmation_day int not null default 6 check (confirmation_day between 1 and 28),
  identity_tolerance bigint not null default 10 check (identity_tolerance >= 0),
  adjustments_kept text[] not null default '{round_down,currency}',
  hold_share_bps int not null default 5000,
  hold_won bigint not null default 100000,
  hold_lines int not null default 50000,
  created_at timestamptz not null default now()
);
comment on table msps is '운영사: NCP를 되파는 회사. 모든 것이 한 운영사에 속합니다.';

create table users (
  id uuid primary key default new_id(),
  msp_id uuid references msps (id),
  role text not null check (role in ('operator', 'owner', 'member', 'reseller')),
  login text not null,
  name text not null,
  email text not null,
  password_hash text not null,
  created_at timestamptz not null default now(),
  check ((role = 'operator') = (msp_id is null)),
  unique (msp_id, id)
);
create unique index users_owner_email on users (lower(email)) where role = 'owner';
create unique index users_one_owner on users (msp_id) where role = 'owner';
create unique index users_login on users (msp_id, lower(login)) where msp_id is not null;
comment on table users is '사용자: 운영자, 메인 계정, 서브 계정, 리셀러.';

create table cloud_accounts (
  id uuid primary key default new_id(),
  msp_id uuid not null references msps (id),
  name text not null check (name <> ''),
  zone text not null check (zone in ('public', 'gov', 'fin')),
  type text not null check (type in ('ordinary', 'pcp')),
  access_key text not null,
  secret_key text not null,
  created_at timestamptz not null default now(),
  unique (msp_id, id),
  unique (msp_id, name)
);
comment on table cloud_accounts is '인증키: 키는 암호화되어 있습니다.';

create table cost_codes (
  msp_id uuid not null references msps (id),
  demand_type text not null,
  demand_type_detail text not null,
  contract_type text not null,
  category text not null,
  category_name text not null,
  refreshed_at timestamptz not null,
  primary key (msp_id, demand_type, demand_type_detail, contract_type)
);
comment on table cost_codes is '상품 분류: NCP의 getCostRelationCodeList.';

create table customers (
  id uuid primary key default new_id(),
  msp_id uuid not null references msps (id),
  serial int not null,
  name text not null check (name <> ''),
  zone text not null check (zone in ('public', 'gov', 'fin')),
  main_account_id text not null check (main_account_id <> ''),
  brn text not null check (brn ~ '^\d{10}$'),
  representative text not null default '',
  address text not null default '',
  address_detail text not null default '',
  biz_type text not null default '',
  biz_item text not null default '',
  contact_name text not null default '',
  contact_email text not null default '',
  contact_phone text not null default '',
  manager_id uuid,
  reseller_id uuid,
  billing_day int not null default 10 check (billing_day between 1 and 31),
  due_day int not null default 31 check (due_day between 1 and 31),
  cycle_months int not null default 1 check (cycle_months in (1, 3, 6, 12)),
  cycle_start date not null check (extract(day from cycle_start) = 1),
  tax_basis text not null default 'monthly' check (tax_basis in ('monthly', 'period')),
  pass_discounts boolean not null default true,
  memo text not null default '',
  active boolean not null default true,
  last_month date check (extract(day from last_month) = 1),
  version int not null default 1,
  created_at timestamptz not null default now(),
  unique (msp_id, id),
  unique (msp_id, serial),
  unique (msp_id, zone, main_account_id),
  foreign key (msp_id, manager_id) references users (msp_id, id),
  foreign key (msp_id, reseller_id) references users (msp_id, id)
);
comment on table customers is '고객사.';
comment on column customers.last_month is '비활성화한 이용월: 그 달까지 정산합니다.';

create table customer_links (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  cloud_account_id uuid not null,
  zone text not null check (zone in ('public', 'gov', 'fin')),
  member_no text not null check (member_no ~ '^\d{1,20}$'),
  from_month date not null check (extract(day from from_month) = 1),
  until_month date check (extract(day from until_month) = 1),
  created_at timestamptz not null default now(),
  unique (msp_id, id),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  foreign key (msp_id, cloud_account_id) references cloud_accounts (msp_id, id)
);
create unique index customer_links_member on customer_links (msp_id, zone, member_no) where until_month is null;
create index customer_links_customer on customer_links (msp_id, customer_id);
comment on table customer_links is 'NCP와의 연결: 인증키와 회원번호가 어느 이용월부터 어느 이용월까지 맞는지. 달 중간에 바뀌면 두 연결이 그 달을 함께 가집니다.';

create table charge_rules (
  msp_id uuid not null,
  id uuid not null default new_id(),
  version int not null default 1,
  customer_id uuid not null,
  position int not null,
  kind text not null check (kind in ('extra', 'discount', 'vm_discount')),
  name text not null check (name <> ''),
  fixed_amount bigint check (fixed_amount >= 0),
  rate_bps int check (rate_bps >= 0),
  server_codes text[] not null default '{}',
  counts_from date not null,
  ended boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (msp_id, id, version),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  check ((fixed_amount is null) <> (rate_bps is null)),
  check (rate_bps is null or rate_bps <= case kind when 'extra' then 100000 else 10000 end)
);
create index charge_rules_customer on charge_rules (msp_id, customer_id);
comment on table charge_rules is '요금 관리: 규칙의 판. 고치면 새 판이 생기고 다음 날의 정산부터 적용됩니다.';

create table pcp_terms (
  msp_id uuid not null,
  customer_id uuid not null,
  counts_from date not null,
  rate_bps int not null check (rate_bps between 0 and 10000),
  created_at timestamptz not null default now(),
  primary key (msp_id, customer_id, counts_from),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
comment on table pcp_terms is 'PCP 약정 할인율.';

create table pcp_exclusions (
  msp_id uuid not null references msps (id),
  counts_from date not null,
  details text[] not null,
  created_at timestamptz not null default now(),
  primary key (msp_id, counts_from)
);
comment on table pcp_exclusions is 'PCP 제외 상품(demandTypeDetail).';

create table raw_pages (
  msp_id uuid not null references msps (id),
  hash text not null,
  body bytea not null,
  primary key (msp_id, hash)
);
comment on table raw_pages is 'NCP가 보낸 그대로의 답(gzip). 같은 내용은 한 번만 저장합니다.';

create table pulls (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  link_id uuid not null,
  usage_month date not null check (extract(day from usage_month) = 1),
  taken_at timestamptz not null,
  good boolean not null,
  reason text,
  content_hash text,
  line_count int not null default 0,
  list_amount bigint,
  product_use_amount bigint,
  totals jsonb,
  cost bigint,
  written_at text,
  breaches jsonb not null default '[]',
  pages jsonb not null default '[]',
  check (good = (reason is null)),
  check (not good or (content_hash is not null and totals is not null)),
  unique (msp_id, id),
  foreign key (msp_id, link_id) references customer_links (msp_id, id),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
create index pulls_month on pulls (msp_id, usage_month, customer_id, link_id, taken_at desc);
create index pulls_link on pulls (msp_id, link_id, usage_month, taken_at desc);
comment on table pulls is '가져오기: 한 고객사의 한 달을 NCP에서 한 번 가져온 것. 실패도 남습니다.';

create table usage_lines (
  msp_id uuid not null,
  link_id uuid not null,
  usage_month date not null,
  line_key text not null,
  customer_id uuid not null,
  line_hash text not null,
  region_code text not null,
  demand_type text not null,
  demand_type_name text not null,
  demand_type_detail text not null,
  demand_type_detail_name text not null,
  contract_type text not null,
  contract_no text not null,
  instance_name text not null,
  product_code text not null,
  price_no text not null,
  promise_no text not null,
  quantity numeric not null,
  usage_unit text not null,
  usage_unit_name text not null,
  unit_price numeric not null,
  product_size numeric not null,
  use_amount bigint not null,
  promise_discount bigint not null,
  promotion_discount bigint not null,
  etc_discount bigint not null,
  member_price_discount bigint not null,
  member_promise_discount_add bigint not null,
  demand_amount bigint not null,
  service_start_at text not null,
  service_end_at text not null,
  primary key (msp_id, usage_month, customer_id, link_id, line_key)
);
comment on table usage_lines is '이용내역: 마지막 정상 가져오기의 줄.';

create table usage_changes (
  msp_id uuid not null,
  pull_id uuid not null,
  line_key text not null,
  change text not null check (change in ('added', 'changed', 'removed')),
  label text not null,
  before_amount bigint,
  after_amount bigint,
  primary key (pull_id, line_key),
  foreign key (msp_id, pull_id) references pulls (msp_id, id)
);
comment on table usage_changes is '지난 가져오기와 달라진 줄.';

create table usage_months (
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null check (extract(day from usage_month) = 1),
  state text not null check (state in ('confirmed', 'provisional')),
  reason text,
  as_of timestamptz not null,
  pull_ids uuid[] not null,
  by_hand boolean not null default false,
  check ((state = 'confirmed') = (reason is null) or by_hand),
  primary key (msp_id, customer_id, usage_month),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
comment on table usage_months is '고객사의 이용월: 잠정인지 확정인지, 언제 기준인지, 왜인지.';

create table settlements (
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null check (extract(day from usage_month) = 1),
  state text not null check (state in ('confirmed', 'provisional')),
  as_of timestamptz not null,
  settled_at timestamptz not null,
  list_amount bigint not null,
  discount_amount bigint not null,
  ncp_amount bigint not null,
  adjustments jsonb not null,
  charges jsonb not null,
  supply_amount bigint not null check (supply_amount >= 0),
  tax_amount bigint not null,
  total_amount bigint not null,
  rounding_unit int not null,
  vat_rounding text not null,
  categories jsonb not null,
  line_count int not null,
  cost bigint,
  frozen_by text check (frozen_by in ('statement', 'tax_invoice')),
  check (ncp_amount + jsonb_amounts(charges, 'amount') = supply_amount),
  check (supply_amount + tax_amount = total_amount),
  check (abs(tax_amount * 10 - supply_amount) < 10),
  primary key (msp_id, customer_id, usage_month),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
create index settlements_month on settlements (msp_id, usage_month);
comment on table settlements is '정산: 한 고객사 한 달의 이용금액부터 공급가액, 세액까지. 항목의 합이 공급가액입니다.';

create table manual_adjustments (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null check (extract(day from usage_month) = 1),
  name text not null,
  amount bigint,
  typed_supply_amount bigint,
  reason text not null check (reason <> ''),
  created_at timestamptz not null default now(),
  check ((amount is null) <> (typed_supply_amount is null)),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
create unique index manual_adjustments_typed on manual_adjustments (msp_id, customer_id, usage_month)
  where typed_supply_amount is not null;
comment on table manual_adjustments is '수기 조정: 사람이 이유와 함께 더한 줄, 또는 사람이 정한 공급가액.';

create table files (
  id uuid primary key default new_id(),
  msp_id uuid not null references msps (id),
  name text not null,
  type text not null,
  content bytea not null,
  created_at timestamptz not null default now(),
  check (length(content) <= 10485760),
  unique (msp_id, id)
);
comment on table files is '파일: 보낸 청구서, 올린 파일.';

create table statements (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  period_from date not null check (extract(day from period_from) = 1),
  usage_month date not null check (extract(day from usage_month) = 1),
  status text not null default 'draft' check (status in ('draft', 'issued', 'void')),
  number text,
  issued_at timestamptz,
  issued_on date,
  due_on date,
  months jsonb not null,
  supply_amount bigint not null check (supply_amount >= 0),
  tax_amount bigint not null,
  total_amount bigint not null,
  document jsonb,
  lines bytea,
  xlsx_file_id uuid,
  pdf_file_id uuid,
  uploaded_file_id uuid,
  uploaded_at timestamptz,
  hold_reasons jsonb not null default '[]',
  hold_cleared_reason text,
  void_reason text,
  replaces_id uuid,
  updated_at timestamptz not null default now(),
  check (period_from <= usage_month),
  check (supply_amount + tax_amount = total_amount),
  check (jsonb_amounts(months, 'supplyAmount') = supply_amount),
  check (jsonb_amounts(months, 'taxAmount') = tax_amount),
  check ((status = 'draft') = (number is null)),
  check ((status = 'draft') = (document is null)),
  check ((status = 'draft') = (issued_at is null)),
  unique (msp_id, id),
  unique (msp_id, number),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  foreign key (msp_id, replaces_id) references statements (msp_id, id)
);
create unique index statements_live on statements (msp_id, customer_id, usage_month) where status <> 'void';
create index statements_month on statements (msp_id, usage_month);
comment on table statements is '요금청구서. 발행하면 굳고 번호를 받으며, 지우지 않고 무효로 합니다.';

create table statement_counters (
  msp_id uuid not null references msps (id),
  usage_month date not null,
  last int not null,
  primary key (msp_id, usage_month)
);
comment on table statement_counters is '청구서 번호: 운영사와 이용월마다 빈틈없이.';

create table late_changes (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null,
  found_at timestamptz not null,
  billed_supply_amount bigint not null,
  new_supply_amount bigint not null,
  new_settlement jsonb not null,
  status text not null default 'open' check (status in ('open', 'accepted', 'dismissed', 'gone')),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
create unique index late_changes_open on late_changes (msp_id, customer_id, usage_month) where status = 'open';
comment on table late_changes is '사후 변동: 발행한 뒤 NCP가 바꾼 것. 제안일 뿐 저절로 적용되지 않습니다.';

create table tax_invoices (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  statement_id uuid,
  kind text not null check (kind in ('month', 'period', 'amendment', 'copy')),
  usage_month date not null check (extract(day from usage_month) = 1),
  period_from date not null check (extract(day from period_from) = 1),
  document_key text not null check (document_key ~ '^[A-Za-z0-9_-]{1,24}$'),
  state text not null default 'not_issued' check (state in
    ('not_issued', 'issuing', 'scheduled', 'transferring', 'completed', 'rejected', 'cancelled', 'failed')),
  transfer text not null check (transfer in ('next_day', 'immediate')),
  write_date date not null,
  supply_amount bigint not null,
  tax_amount bigint not null,
  total_amount bigint not null,
  content jsonb not null,
  force_late boolean not null default false,
  exception_reason text,
  amendment_reason text,
  original_id uuid,
  opens_receivable boolean not null default false,
  approval_no text,
  requested_at timestamptz not null,
  issued_at timestamptz,
  cancel_until timestamptz,
  transferred_at timestamptz,
  result_at timestamptz,
  result_code text,
  buyer_status text,
  warning text,
  failure text,
  memo text not null default '',
  updated_at timestamptz not null default now(),
  check (supply_amount + tax_amount = total_amount),
  check (state in ('not_issued', 'issuing', 'failed') or approval_no is not null),
  check ((amendment_reason is null) = (kind <> 'amendment')),
  unique (msp_id, id),
  unique (msp_id, document_key),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  -- 청구서가 초안인 채로 없어질 수 있습니다: 발행하지 못한 세금계산서는 그래도 남습니다.
  foreign key (msp_id, statement_id) references statements (msp_id, id) on delete set null (statement_id),
  foreign key (msp_id, original_id) references tax_invoices (msp_id, id)
);
create index tax_invoices_customer on tax_invoices (msp_id, customer_id, usage_month);
create index tax_invoices_open on tax_invoices (msp_id, state)
  where state in ('not_issued', 'issuing', 'scheduled', 'transferring');
comment on table tax_invoices is '세금계산서. 취소되거나 거부된 것도 남고, 다시 발행하면 새 문서번호를 받습니다.';

create table tax_invoice_months (
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null check (extract(day from usage_month) = 1),
  tax_invoice_id uuid not null,
  primary key (msp_id, customer_id, usage_month),
  foreign key (msp_id, tax_invoice_id) references tax_invoices (msp_id, id)
);
comment on table tax_invoice_months is '살아 있는 세금계산서가 맡은 이용월: 한 고객사 한 달에 하나뿐입니다. 취소되거나 거부되면 지워집니다.';

create table document_key_counters (
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null,
  last int not null,
  primary key (msp_id, customer_id, usage_month)
);
comment on table document_key_counters is '문서번호 차례.';

create table receivables (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  usage_month date not null check (extract(day from usage_month) = 1),
  source text not null check (source in ('statement', 'amendment', 'copy', 'reversal')),
  statement_id uuid,
  tax_invoice_id uuid,
  reverses_id uuid unique,
  amount bigint not null,
  due_on date,
  opened_at timestamptz not null,
  check ((source = 'reversal') = (reverses_id is not null)),
  unique (msp_id, id),
  foreign key (msp_id, reverses_id) references receivables (msp_id, id),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  foreign key (msp_id, statement_id) references statements (msp_id, id),
  foreign key (msp_id, tax_invoice_id) references tax_invoices (msp_id, id)
);
create unique index receivables_statement on receivables (statement_id) where source = 'statement';
create unique index receivables_tax_invoice on receivables (tax_invoice_id) where source in ('amendment', 'copy');
create index receivables_customer on receivables (msp_id, customer_id, usage_month);
comment on table receivables is '채권: 고치지 않고 반대 줄로 되돌립니다.';

create table bank_accounts (
  msp_id uuid not null references msps (id),
  bank_code text not null,
  account_number text not null,
  name text not null,
  read_until date,
  primary key (msp_id, bank_code, account_number)
);
comment on table bank_accounts is '입금을 읽는 계좌와, 어느 날까지 읽었는지.';

create table deposits (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  bank_line_id text not null,
  bank_code text not null,
  account_number text not null,
  deposited_at timestamptz not null,
  deposited_on date not null,
  amount bigint not null check (amount > 0),
  depositor_name text not null,
  remark text not null,
  status text not null default 'open' check (status in ('open', 'matched', 'ignored')),
  read_at timestamptz not null,
  unique (msp_id, id),
  unique (msp_id, bank_line_id),
  foreign key (msp_id, bank_code, account_number) references bank_accounts (msp_id, bank_code, account_number)
);
comment on table deposits is '입금: 은행의 한 줄. 은행의 번호로 한 번만 들어옵니다.';

create table payments (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  source text not null check (source in ('manual', 'deposit', 'refund', 'reversal')),
  deposit_id uuid,
  reverses_id uuid unique,
  refunds_id uuid,
  usage_month date check (extract(day from usage_month) = 1),
  amount bigint not null,
  paid_on date not null,
  note text not null default '',
  recorded_at timestamptz not null,
  check ((source = 'reversal') = (reverses_id is not null)),
  check (source <> 'deposit' or deposit_id is not null),
  check (source <> 'refund' or refunds_id is not null),
  unique (msp_id, id),
  foreign key (msp_id, reverses_id) references payments (msp_id, id),
  foreign key (msp_id, refunds_id) references payments (msp_id, id),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  foreign key (msp_id, deposit_id) references deposits (msp_id, id)
);
create index payments_customer on payments (msp_id, customer_id);
comment on table payments is '납부: 고치지 않고 반대 줄로 되돌립니다.';

create table allocations (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  payment_id uuid not null,
  receivable_id uuid not null,
  reverses_id uuid unique,
  amount bigint not null check (amount <> 0),
  allocated_at timestamptz not null,
  unique (msp_id, id),
  foreign key (msp_id, reverses_id) references allocations (msp_id, id),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  foreign key (msp_id, payment_id) references payments (msp_id, id),
  foreign key (msp_id, receivable_id) references receivables (msp_id, id)
);
create index allocations_payment on allocations (payment_id);
create index allocations_receivable on allocations (receivable_id);
comment on table allocations is '충당: 납부를 채권에 나눈 것. 고치지 않고 반대 줄로 되돌립니다.';

create index payments_deposit on payments (deposit_id) where deposit_id is not null;

-- 한 입금은 되돌리지 않은 납부 하나로만 받아들여집니다. 커밋할 때 확인합니다.
create function check_deposit_payments() returns trigger language plpgsql as $$
begin
  perform from deposits where id = new.deposit_id for update;
  if (
    select count(*) from payments p
    where p.deposit_id = new.deposit_id and p.source = 'deposit'
      and not exists (select from payments back where back.reverses_id = p.id)
  ) > 1 then
    raise exception 'deposit % is accepted twice', new.deposit_id
      using errcode = 'unique_violation', constraint = 'payments_deposit_once';
  end if;
  return null;
end
$$;
create constraint trigger payments_deposit_once after insert on payments
  deferrable initially deferred for each row when (new.source = 'deposit') execute function check_deposit_payments();

-- 충당의 합은 납부액(환불, 되돌림 반영)도 채권액도 넘지 못합니다. 커밋할 때 확인합니다.
create function check_payment_allocations() returns trigger language plpgsql as $$
declare
  checked uuid;
  paid bigint;
  allocated bigint;
begin
  if tg_table_name = 'allocations' then
    checked := new.payment_id;
  else
    checked := coalesce(new.refunds_id, new.reverses_id);
  end if;
  perform from payments where id = checked for update;
  select coalesce(sum(amount), 0) into paid from payments
    where checked in (id, refunds_id, reverses_id);
  select coalesce(sum(amount), 0) into allocated from allocations where payment_id = checked;
  if allocated > greatest(paid, 0) or allocated < 0 then
    raise exception 'allocations exceed payment %', checked
      using errcode = 'check_violation', constraint = 'allocations_within_payment';
  end if;
  return null;
end
$$;
create function check_receivable_allocations() returns trigger language plpgsql as $$
declare
  checked uuid;
  owed bigint;
  allocated bigint;
begin
  if tg_table_name = 'allocations' then
    checked := new.receivable_id;
  else
    checked := new.reverses_id;
  end if;
  perform from receivables where id = checked for update;
  select coalesce(sum(amount), 0) into owed from receivables where checked in (id, reverses_id);
  select coalesce(sum(amount), 0) into allocated from allocations where receivable_id = checked;
  if allocated > greatest(owed, 0) or allocated < least(owed, 0) then
    raise exception 'allocations exceed receivable %', checked
      using errcode = 'check_violation', constraint = 'allocations_within_receivable';
  end if;
  return null;
end
$$;
create constraint trigger allocations_within_payment after insert on allocations
  deferrable initially deferred for each row execute function check_payment_allocations();
create constraint trigger allocations_within_receivable after insert on allocations
  deferrable initially deferred for each row execute function check_receivable_allocations();
create constraint trigger payments_cover_allocations after insert on payments
  deferrable initially deferred for each row when (new.reverses_id is not null or new.refunds_id is not null)
  execute function check_payment_allocations();
create constraint trigger receivables_cover_allocations after insert on receivables
  deferrable initially deferred for each row when (new.reverses_id is not null)
  execute function check_receivable_allocations();

create table depositor_names (
  msp_id uuid not null,
  customer_id uuid not null,
  name text not null,
  primary key (msp_id, customer_id, name),
  foreign key (msp_id, customer_id) references customers (msp_id, id)
);
comment on table depositor_names is '입금자명: 전에 이 이름으로 낸 고객사.';

create table notices (
  id uuid primary key default new_id(),
  msp_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('statement', 'reminder')),
  statement_id uuid,
  subject text not null,
  body_text text not null,
  body_html text not null,
  created_at timestamptz not null,
  unique (msp_id, id),
  foreign key (msp_id, customer_id) references customers (msp_id, id),
  foreign key (msp_id, statement_id) references statements (msp_id, id)
);
create index notices_statement on notices (statement_id);
comment on table notices is '안내: 보낸, 보낼 메일.';

create table notice_recipients (
  msp_id uuid not null,
  notice_id uuid not null,
  address text not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'kept', 'failed')),
  reason text,
  tried_at timestamptz,
  primary key (notice_id, address),
  foreign key (msp_id, notice_id) references notices (msp_id, id)
);
create index notice_recipients_open on notice_recipients (msp_id, state) where state in ('queued', 'sending');
comment on table notice_recipients is '안내를 받는 사람마다의 결과.';

create table audit_entries (
  id bigint generated always as identity primary key,
  msp_id uuid,
  at timestamptz not null,
  actor text not null,
  source text not null check (source in ('screen', 'api', 'job', 'command')),
  object_kind text not null,
  object_id text not null,
  action text not null,
  before jsonb,
  after jsonb
);
create index audit_entries_object on audit_entries (msp_id, object_kind, object_id);
comment on table audit_entries is '감사 로그: 더하기만 합니다.';

create table idempotency_keys (
  msp_id uuid not null references msps (id),
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (msp_id, key)
);
comment on table idempotency_keys is '요청 키: 같은 요청이 두 번 오면 첫 답을 돌려줍니다.';

create table holidays (
  day date primary key,
  name text not null
);
comment on table holidays is '공휴일 추가: 꾸러미에 없는 임시공휴일.';

create table simulator_entries (
  simulator text not null,
  kind text not null,
  key text not null,
  value jsonb not null,
  primary key (simulator, kind, key)
);
comment on table simulator_entries is '시뮬레이터가 기억하는 것.';

grant select, insert, update, delete on all tables in schema public to app;
revoke update, delete on audit_entries from app;
revoke insert, update, delete on msps, holidays from app;
grant update on msps to app;
grant usage on all sequences in schema public to app;

-- 운영사마다의 울타리: app 역할은 app.msp_id의 줄만 봅니다.
do $$
declare
  guarded_table text;
begin
  for guarded_table in
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'msp_id'
  loop
    execute format('alter table %I enable row level security', guarded_table);
    execute format(
      'create policy of_msp on %I to app using (msp_id = nullif(current_setting(''app.msp_id'', true), '''')::uuid) '
      'with check (msp_id = nullif(current_setting(''app.msp_id'', true), '''')::uuid)', guarded_table);
  end loop;
end
$$;
alter table msps enable row level security;
create policy of_msp on msps to app using (id = nullif(current_setting('app.msp_id', true), '')::uuid);
revoke all on simulator_entries, schema_migrations from app;
