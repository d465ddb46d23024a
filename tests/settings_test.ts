import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { isResetOpen } from "../lib/auth/reset_password.ts";
import { readSession } from "../lib/auth/session.ts";
import { inMsp, sql } from "../lib/db/mod.ts";
import { keyPurpose } from "../lib/msps/cloud_accounts.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { invariant } from "../lib/prelude.ts";
import { pgliteOfModule } from "./support.ts";
import { cookieOf } from "./support_auth.ts";
import { type Browser, type ConsoleWorld, inConsole } from "./support_console.ts";
import { seedCustomer, seedMsp } from "./support_seed.ts";

const database = pgliteOfModule();
const story = { sanitizeOps: false, sanitizeResources: false };
const [partner] = simulatedPartners(3);
invariant(partner, "the simulator has partners");

function test(name: string, run: (world: ConsoleWorld) => Promise<void>): void {
  Deno.test({ ...story, name, fn: () => inConsole(database(), run) });
}

const profile = {
  name: "예시클라우드 주식회사",
  representative: "김예시",
  contactName: "김owner",
  bizType: "정보통신업",
  bizItem: "클라우드 서비스",
  address: "서울특별시 예시구 예시로 1",
  phone: "02-0000-0000",
  fax: "",
  email: "billing@example.com",
  version: "1",
};

/** The hidden version of a page's form. */
function versionOf(html: string): string {
  return /name="version" value="(\d+)"/.exec(html)?.[1] ?? "";
}

async function entriesOf(world: ConsoleWorld, action: string) {
  return await world.db.query<Record<string, unknown>>(sql`
    select actor, source, from_address as "from", object_kind as kind, before, after
    from audit_entries where action = ${action} order by id`);
}

test("회원정보: the owner edits, the log tells before and after, a member only reads", async (world) => {
  const owner = await world.browser("owner");
  const shown = await owner.get("/settings/profile");
  match(shown.html, /value="예시클라우드 주식회사"/);
  const saved = await owner.post("/settings/profile", { ...profile, phone: "02-111-2222", fax: "02-333-4444" });
  deepStrictEqual([saved.status, saved.location, saved.flash], [303, "/settings/profile", "저장했습니다."]);
  deepStrictEqual((await entriesOf(world, "edit")).map((row) => ({ ...row })), [{
    actor: "owner@example.com",
    source: "screen",
    from: "203.0.113.7",
    kind: "msp",
    before: { phone: "02-0000-0000", fax: "" },
    after: { phone: "02-111-2222", fax: "02-333-4444" },
  }]);
  const member = await world.browser("member");
  const read = await member.get("/settings/profile");
  match(read.html, /02-111-2222/);
  match(read.html, /메인 계정에서만 수정할 수 있습니다/);
  doesNotMatch(read.html, /name="representative"/);
  strictEqual((await member.post("/settings/profile", profile)).status, 403);
});

test("회원정보: a stale edit is refused with both versions, and what was typed stays", async (world) => {
  const [first, second] = [await world.browser("owner"), await world.browser("owner")];
  strictEqual((await first.post("/settings/profile", { ...profile, fax: "02-333-4444" })).status, 303);
  const stale = await second.post("/settings/profile", { ...profile, fax: "02-555-6666" });
  strictEqual(stale.status, 409);
  match(stale.html, /다른 사람이 먼저 저장했습니다/);
  match(stale.html, /<td>02-333-4444<\/td><td>02-555-6666<\/td>/);
  match(stale.html, /value="02-555-6666"/);
  strictEqual(versionOf(stale.html), "2");
  const again = await second.post("/settings/profile", { ...profile, fax: "02-555-6666", version: "2" });
  strictEqual(again.status, 303);
  // A command that edits the company makes an open form stale as well.
  await world.db.query(sql`update msps set name = '이름이 바뀐 회사' where id = ${world.mspId}`);
  strictEqual((await first.post("/settings/profile", { ...profile, version: "3" })).status, 409);
});

test("회원정보: every wrong field says so and nothing is saved", async (world) => {
  const owner = await world.browser("owner");
  const cases = [
    ["name", "", "「회사명」 값이 비어 있습니다"],
    ["representative", "가".repeat(31), "「대표자명」 값이 너무 깁니다. 30자까지"],
    ["contactName", "\u202e", "보이지 않는 문자"],
    ["bizType", "가".repeat(41), "「업태」 값이 너무 깁니다. 40자까지"],
    ["bizItem", "클라우드 🚀", "그림 문자"],
    ["address", "가".repeat(151), "「주소」 값이 너무 깁니다. 150자까지"],
    ["phone", "", "「전화번호」 값이 비어 있습니다"],
    ["fax", "팩스", "「FAX 번호」 값에는 숫자와 하이픈만"],
    ["email", "x@y\nBcc: z@example.com", "「대표 이메일 주소」"],
  ] as const;
  for (const [field, value, sentence] of cases) {
    const answer = await owner.post("/settings/profile", { ...profile, [field]: value });
    strictEqual(answer.status, 422, field);
    strictEqual(answer.html.includes(sentence), true, `${field}: ${sentence}`);
  }
  deepStrictEqual(await entriesOf(world, "edit"), []);
});

const typedKey = {
  name: "공공-PCP",
  zone: partner.zone,
  type: "pcp",
  accessKey: partner.accessKey,
  secretKey: partner.secretKey,
};

async function keyId(world: ConsoleWorld, name: string): Promise<string> {
  const [row] = await world.db.query<{ id: string }>(sql`
    select id from cloud_accounts where name = ${name} and removed_at is null`);
  invariant(row, "the key is there");
  return row.id;
}

test("인증키: added once NCP answers it, the secret is never shown, a wrong pair is refused with the reason", async (world) => {
  const owner = await world.browser("owner");
  const wrong = await owner.post("/settings/keys/new", { ...typedKey, secretKey: "wrong-secret-of-nobody" });
  strictEqual(wrong.status, 422);
  match(wrong.html, /네이버 클라우드 플랫폼이 인증키를 거부했습니다/);
  match(wrong.html, /아무것도 저장하지 않았습니다/);
  match(wrong.html, /value="공공-PCP"/);
  doesNotMatch(wrong.html, /wrong-secret-of-nobody/);
  deepStrictEqual(await world.db.query(sql`select id from cloud_accounts where name = '공공-PCP'`), []);
  const added = await owner.post("/settings/keys/new", typedKey);
  deepStrictEqual([added.status, added.location], [303, "/settings/keys"], added.html);
  const list = await owner.get("/settings/keys");
  match(list.html, new RegExp(`····${partner.accessKey.slice(-4)}`));
  const page = await owner.get(`/settings/keys/${await keyId(world, "공공-PCP")}`);
  for (const { html } of [list, page, await owner.get("/settings/audit")]) {
    doesNotMatch(html, new RegExp(`${partner.secretKey}|${partner.accessKey}`));
  }
  const stored = JSON.stringify(await world.db.query(sql`select * from cloud_accounts`));
  doesNotMatch(stored, new RegExp(`${partner.secretKey}|${partner.accessKey}`));
  doesNotMatch(world.app.log.lines.join("\n"), new RegExp(partner.secretKey));
  const [entry] = await entriesOf(world, "create");
  deepStrictEqual(entry?.after, {
    name: "공공-PCP",
    zone: partner.zone,
    type: "pcp",
    accessKey: `…${partner.accessKey.slice(-4)}`,
  });
  const twice = await owner.post("/settings/keys/new", typedKey);
  strictEqual(twice.status, 422);
  match(twice.html, /같은 계정명의 인증키가 이미 있습니다/);
});

test("인증키: the pair is replaced under the same name; a stale or wrong replacement changes nothing", async (world) => {
  const owner = await world.browser("owner");
  await owner.post("/settings/keys/new", typedKey);
  const path = `/settings/keys/${await keyId(world, "공공-PCP")}`;
  const pair = { accessKey: partner.accessKey, secretKey: partner.secretKey, version: "1" };
  const wrong = await owner.post(path, { ...pair, accessKey: "NOBODYSACCESSKEY0001" });
  strictEqual(wrong.status, 422);
  match(wrong.html, /거부했습니다/);
  const replaced = await owner.post(path, pair);
  deepStrictEqual([replaced.status, replaced.location], [303, "/settings/keys"], replaced.html);
  const stale = await owner.post(path, pair);
  strictEqual(stale.status, 409);
  match(stale.html, /다른 사람이 먼저 저장했습니다/);
  strictEqual((await entriesOf(world, "replace_keys")).length, 1);
});

test("인증키: one that active customers use is not deleted, naming them; an unused one is", async (world) => {
  const owner = await world.browser("owner");
  await owner.post("/settings/keys/new", typedKey);
  const id = await keyId(world, "공공-PCP");
  const msp = { mspId: world.mspId, ordinaryAccount: id, pcpAccount: id };
  const customer = await world.db.transaction((tx) => seedCustomer(tx, msp, { serial: 1, name: "가온테크" }));
  const path = `/settings/keys/${id}/removal`;
  const shown = await owner.get(path);
  match(shown.html, /고객사가 쓰고 있어 삭제할 수 없습니다: 가온테크/);
  const refused = await owner.post(path, {});
  strictEqual(refused.status, 409);
  match(refused.html, /가온테크/);
  // An inactive customer's old months keep the name; the pair goes.
  await world.db.query(sql`
    update customers set active = false, last_month = '2024-10-01' where id = ${customer.id}`);
  const removed = await owner.post(path, {});
  strictEqual(removed.location, "/settings/keys", removed.html);
  doesNotMatch((await owner.get("/settings/keys")).html, /공공-PCP<\/a>/);
  const [row] = await world.db.query<{ name: string; accessKey: string }>(sql`
    select name, access_key as "accessKey" from cloud_accounts where id = ${id}`);
  strictEqual(row?.name, "공공-PCP");
  strictEqual(await world.app.secrets.decrypt(row?.accessKey ?? "", keyPurpose("access", world.mspId)), "");
  strictEqual((await owner.get(path)).status, 404);
  // The name is free again, and a key without customers goes for good.
  strictEqual((await owner.post("/settings/keys/new", typedKey)).status, 303);
  const next = await keyId(world, "공공-PCP");
  strictEqual((await owner.post(`/settings/keys/${next}/removal`, {})).status, 303);
  deepStrictEqual(await world.db.query(sql`select id from cloud_accounts where id = ${next}`), []);
});

test("인증키: wrong fields say so; another MSP's key is not there; members and resellers have no keys", async (world) => {
  const owner = await world.browser("owner");
  const cases = [
    ["name", "", "「계정명」 값이 비어 있습니다"],
    ["name", "가".repeat(31), "「계정명」 값이 너무 깁니다"],
    ["zone", "moon", "「존」에서 하나를 골라"],
    ["type", "", "「계정 타입」에서 하나를 골라"],
    ["accessKey", "한글 키", "「ACCESS KEY」 값은 공백 없는"],
    ["secretKey", "", "「SECRET KEY」 값이 비어 있습니다"],
    ["secretKey", "x".repeat(201), "「SECRET KEY」 값이 너무 깁니다"],
  ] as const;
  for (const [field, value, sentence] of cases) {
    const answer = await owner.post("/settings/keys/new", { ...typedKey, [field]: value });
    deepStrictEqual([answer.status, answer.html.includes(sentence)], [422, true], `${field}: ${sentence}`);
  }
  const other = await world.db.transaction((tx) => seedMsp(tx, { serial: 9_002 }));
  for (const path of [`/settings/keys/${other.ordinaryAccount}`, `/settings/keys/${other.ordinaryAccount}/removal`]) {
    strictEqual((await owner.get(path)).status, 404);
    strictEqual((await owner.post(path, { ...typedKey, version: "1" }, "/settings/keys/new")).status, 404);
  }
  for (const role of ["member", "reseller", "operator"] as const) {
    const browser = await world.browser(role);
    for (const path of ["/settings/keys", "/settings/users", "/settings/audit", "/settings/audit/export"]) {
      strictEqual((await browser.get(path)).status, 403, `${role} ${path}`);
    }
  }
});

const typedUser = {
  role: "member",
  name: "연구소",
  affiliation: "전략기술연구소",
  email: "research@example.com",
  login: "research",
  start: "invite",
};

async function userId(world: ConsoleWorld, login: string): Promise<string> {
  const [row] = await world.db.query<{ id: string }>(sql`select id from users where login = ${login}`);
  return row?.id ?? "";
}

async function added(world: ConsoleWorld, owner: Browser, changes: Partial<typeof typedUser> = {}): Promise<string> {
  const answer = await owner.post("/settings/users/new", { ...typedUser, ...changes });
  deepStrictEqual([answer.status, answer.location], [303, "/settings/users"], answer.html);
  return await userId(world, changes.login ?? typedUser.login);
}

test("계정관리: an invitation carries a link that sets the password; edits and stops end sessions", async (world) => {
  const owner = await world.browser("owner");
  const id = await added(world, owner);
  const mail = (await world.mails()).at(-1);
  strictEqual(mail?.address, "research@example.com");
  match(mail?.text ?? "", /메인 계정 이메일 주소 owner@example\.com, 계정 ID research/);
  const token = /\/reset\/([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  strictEqual(await isResetOpen(world.app, token), true);
  match((await owner.get("/settings/users")).html, /전략기술연구소/);
  const page = await owner.get(`/settings/users/${id}`);
  const edit = { ...typedUser, name: "연구소장", email: "new@example.com", version: versionOf(page.html) };
  const saved = await owner.post(`/settings/users/${id}`, edit);
  deepStrictEqual([saved.status, saved.location], [303, "/settings/users"], saved.html);
  // A link that went to the address left behind is dead.
  strictEqual(await isResetOpen(world.app, token), false);
  const stale = await owner.post(`/settings/users/${id}`, { ...edit, name: "다른 이름" });
  strictEqual(stale.status, 409);
  match(stale.html, /<td>연구소장<\/td><td>다른 이름<\/td>/);
  match(stale.html, /value="다른 이름"/);
  // Of the seeded member: signed in, then stopped.
  const cookie = await cookieOf(world, "member");
  const member = `/settings/users/${world.users.member}`;
  const stopped = await owner.post(`${member}/state`, { state: "disabled" }, member);
  match(stopped.flash ?? "", /사용을 중지했습니다/);
  strictEqual(await readSession(world.app, cookie), null);
  match((await owner.get(member)).html, /사용 재개/);
  await owner.post(`${member}/state`, { state: "active" }, member);
  strictEqual(await readSession(world.app, cookie), null);
  deepStrictEqual((await world.audited()).filter((action) => /able|invite|create|edit/.test(action)), [
    "create",
    "edit",
    "disable",
    "enable",
  ]);
});

test("계정관리: whom a customer names is not deleted, naming the customer, and keeps the account type", async (world) => {
  const owner = await world.browser("owner");
  const msp = await inMsp(world.db, world.mspId, async (tx) => {
    const [row] = await tx.query<{ id: string }>(sql`select id from cloud_accounts where name = '민간'`);
    return { mspId: world.mspId, ordinaryAccount: row?.id ?? "", pcpAccount: row?.id ?? "" };
  });
  await world.db.transaction(async (tx) => {
    const { id } = await seedCustomer(tx, msp, { serial: 1, name: "다온미디어" });
    await tx.query(sql`update customers set reseller_id = ${world.users.reseller} where id = ${id}`);
  });
  const path = `/settings/users/${world.users.reseller}`;
  const refused = await owner.post(`${path}/removal`, {});
  strictEqual(refused.status, 409);
  match(refused.html, /담당 고객사가 있어 삭제할 수 없습니다: 다온미디어/);
  const page = await owner.get(path);
  const version = versionOf(page.html);
  const changed = await owner.post(path, {
    role: "member",
    name: "리셀러",
    affiliation: "",
    email: "r@example.com",
    version,
  });
  strictEqual(changed.status, 422);
  match(changed.html, /계정 타입을 바꿀 수 없습니다: 다온미디어/);
  const gone = await owner.post(`/settings/users/${world.users.member}/removal`, {});
  strictEqual(gone.location, "/settings/users", gone.html);
  strictEqual(await userId(world, "staff"), "");
});

test("계정관리: wrong fields say so; the owner, another MSP's user and one who is not fresh are refused", async (world) => {
  const owner = await world.browser("owner");
  const cases = [
    ["role", "owner", "「계정 타입」에서 하나를 골라"],
    ["name", "", "「이름」 값이 비어 있습니다"],
    ["affiliation", "가".repeat(71), "「소속」 값이 너무 깁니다"],
    ["email", "", "「이메일 주소」 값이 비어 있습니다"],
    ["login", "a", "「계정 ID」는 영문자나 숫자로 시작하고"],
    ["login", "연구소", "「계정 ID」는 영문자나 숫자로 시작하고"],
    ["login", "STAFF", "이미 쓰고 있는 계정 ID입니다"],
    ["start", "", "「첫 비밀번호」에서 하나를 골라"],
  ] as const;
  for (const [field, value, sentence] of cases) {
    const answer = await owner.post("/settings/users/new", { ...typedUser, [field]: value });
    deepStrictEqual([answer.status, answer.html.includes(sentence)], [422, true], `${field}: ${sentence}`);
  }
  const initial = { ...typedUser, start: "initial" };
  const short = await owner.post("/settings/users/new", { ...initial, password: "short" });
  match(short.html, /비밀번호는 8자 이상/);
  doesNotMatch(short.html, /value="short"/);
  strictEqual((await owner.post("/settings/users/new", { ...initial, password: "아무도 모르는 긴 문장" })).status, 303);
  strictEqual((await owner.get(`/settings/users/${world.users.owner}`)).status, 404);
  strictEqual((await owner.get(`/settings/users/${world.users.operator}`)).status, 404);
  world.wait(11 * 60_000);
  const asked = await owner.get("/settings/users/new");
  deepStrictEqual([asked.status, asked.location], [303, "/login/verify?for=%2Fsettings%2Fusers%2Fnew"]);
});

test("활동 기록: filtered, exported, and no input looks like another line", async (world) => {
  const owner = await world.browser("owner");
  const bidi = "가나\u202e다";
  await world.db.query(sql`
    insert into audit_entries (msp_id, at, actor, source, object_kind, object_id, action, before, after)
    values (${world.mspId}, '2025-01-05T14:59:59Z', ${`x\n2025-01-06 owner@example.com`}, 'job', 'customer', 'c-1', 'edit',
      ${{ memo: "옛", password: "hunter2" }}, ${{ memo: bidi, secretKey: "s3cret" }}),
      (null, '2025-01-06T00:00:00Z', 'operator@example.com', 'screen', 'application', 'a-1', 'reject', null, null)`);
  await owner.post("/settings/profile", { ...profile, fax: "02-333-4444" });
  const all = await owner.get("/settings/audit");
  match(all.html, /x\\u000a2025-01-06 owner@example\.com/);
  match(all.html, /가나\\u202e다/);
  doesNotMatch(all.html, /hunter2|s3cret|operator@example\.com/);
  match(all.html, /회원정보/);
  const of = async (query: string) =>
    /<tbody>(.*)<\/tbody>/s.exec((await owner.get(`/settings/audit?${query}`)).html)?.[1];
  match(await of("kind=msp") ?? "", /owner@example\.com/);
  doesNotMatch(await of("kind=msp") ?? "", /고객사/);
  // The Seoul day: 23:59:59 of the 5th, then the morning of the 6th.
  match(await of("until=2025-01-05") ?? "", /고객사/);
  doesNotMatch(await of("until=2025-01-05") ?? "", /회원정보/);
  doesNotMatch(await of("from=2025-01-06") ?? "", /고객사/);
  match(await of(`q=${encodeURIComponent("02-333-4444")}`) ?? "", /회원정보/);
  match((await owner.get("/settings/audit?q=%EC%97%86%EC%9D%8C")).html, /조건에 맞는 활동 기록이 없습니다/);
  // Unknown values are ignored.
  match(await of("kind=%3Cb%3E&from=yesterday&sort=x&page=99999999") ?? "", /회원정보/);
  const file = await owner.get("/settings/audit/export?kind=msp");
  strictEqual(file.headers.get("Content-Type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  match(
    file.headers.get("Content-Disposition") ?? "",
    /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''%ED%99%9C/,
  );
  strictEqual(file.html.startsWith("PK"), true);
  strictEqual((await owner.get("/settings/users/export")).html.startsWith("PK"), true);
});
