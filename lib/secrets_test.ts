import { deepStrictEqual, match, notStrictEqual, ok as isTrue, rejects, strictEqual } from "node:assert/strict";
import { toBase64 } from "./bytes.ts";
import { openSecretBox, secretBox, secretKey } from "./secrets.ts";

const oldKey = new Uint8Array(32).fill(1);
const newKey = new Uint8Array(32).fill(2);
const purpose = "cloud_account:1:secret_key";

/** Puts one byte of the last base64 part elsewhere. */
function tampered(stored: string): string {
  const at = stored.lastIndexOf(":") + 1;
  return stored.slice(0, at) + (stored[at] === "A" ? "B" : "A") + stored.slice(at + 1);
}

Deno.test("secretBox() opens what it closed, and never writes the same text twice", async () => {
  const box = await secretBox(newKey);
  const stored = await box.encrypt("비밀키 EXAMPLE", purpose);
  match(stored, /^v1:[0-9a-f]{8}:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]+$/);
  isTrue(!stored.includes("EXAMPLE"));
  notStrictEqual(await box.encrypt("비밀키 EXAMPLE", purpose), stored);
  strictEqual(await box.decrypt(stored, purpose), "비밀키 EXAMPLE");
  strictEqual(await box.decrypt(await box.encrypt("", purpose), purpose), "");
});

Deno.test("secretBox() names its key by the first 8 hex digits of the key's SHA-256", async () => {
  const stored = await (await secretBox(newKey)).encrypt("x", purpose);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", newKey));
  strictEqual(stored.split(":")[1], digest.toHex().slice(0, 8));
});

Deno.test("secretBox() refuses another purpose, a changed text and an unknown form", async () => {
  const box = await secretBox(newKey);
  const stored = await box.encrypt("secret", purpose);
  const moved = /손상되었거나 다른 자리에서/;
  await rejects(box.decrypt(stored, "cloud_account:2:secret_key"), { name: "SecretError", message: moved });
  await rejects(box.decrypt(tampered(stored), purpose), { name: "SecretError", message: moved });
  for (const text of ["", "secret", stored.replace("v1", "v2"), `${stored}:x`, "v1:0a0a0a0a:AAAA:AAAA"]) {
    await rejects(box.decrypt(text, purpose), { name: "SecretError", message: /형식을 알 수 없습니다/ }, text);
  }
});

Deno.test("secretBox() reads what the previous key wrote, and without it names the key that is missing", async () => {
  const stored = await (await secretBox(oldKey)).encrypt("secret", purpose);
  const rotated = await secretBox(newKey, oldKey);
  strictEqual(await rotated.decrypt(stored, purpose), "secret");
  strictEqual(rotated.isCurrent(stored), false);
  strictEqual(rotated.isCurrent(await rotated.encrypt("secret", purpose)), true);
  await rejects((await secretBox(newKey)).decrypt(stored, purpose), {
    name: "SecretError",
    message: `저장된 인증 정보는 지금과 다른 키(${stored.split(":")[1]})로 암호화되어 있습니다. ` +
      "그 키를 SECRET_KEY나 SECRET_KEY_PREVIOUS에 적어 주십시오.",
  });
});

Deno.test("secretBox() takes keys of 32 bytes only", async () => {
  await rejects(secretBox(new Uint8Array(16)), { name: "InvariantError" });
});

Deno.test("openSecretBox() takes both keys from the settings", async () => {
  const stored = await (await secretBox(oldKey)).encrypt("secret", purpose);
  const settings = { dataDir: "unused", secretKey: toBase64(newKey), secretKeyPrevious: toBase64(oldKey) };
  strictEqual(await (await openSecretBox(settings)).decrypt(stored, purpose), "secret");
});

Deno.test("secretKey() without the setting makes one key file, of its owner alone, and reads it ever after", async () => {
  const root = await Deno.makeTempDir();
  const settings = { dataDir: `${root}/data`, secretKey: null, secretKeyPrevious: null };
  try {
    const keys = await Promise.all(Array.from({ length: 8 }, () => secretKey(settings)));
    const [first] = keys;
    strictEqual(first?.length, 32);
    for (const key of keys) deepStrictEqual(key, first);
    deepStrictEqual(await secretKey(settings), first);
    deepStrictEqual([...Deno.readDirSync(settings.dataDir)].map((entry) => entry.name), ["secret.key"]);
    strictEqual((Deno.statSync(`${settings.dataDir}/secret.key`).mode ?? 0) & 0o777, 0o600);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("secretKey() refuses a key file that holds no key, and leaves it alone", async () => {
  const dataDir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dataDir}/secret.key`, "short");
    await rejects(secretKey({ dataDir, secretKey: null, secretKeyPrevious: null }), {
      name: "SecretError",
      message: /32바이트를 base64로 적은 키가 아닙니다/,
    });
    strictEqual(await Deno.readTextFile(`${dataDir}/secret.key`), "short");
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
