import { fromBase64, toBase64, toHex, utf8 } from "./bytes.ts";
import { invariant } from "./prelude.ts";

/** Encrypts what the installation stores for others: NCP keys, Popbill and bank credentials. */
export interface SecretBox {
  /** `v1:{keyId}:{iv}:{cipher}`; `purpose` names the column and row, and only the same purpose opens it again. */
  encrypt(text: string, purpose: string): Promise<string>;
  /** Throws `SecretError` where the key, the purpose or the text is not the one it was stored with. */
  decrypt(stored: string, purpose: string): Promise<string>;
  /** Whether the text was stored with the current key, not with the previous one. */
  isCurrent(stored: string): boolean;
}

/** A stored secret does not open; the message (Korean) tells the operator what to do and holds no secret. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/** The settings that keys come from. */
export interface KeySettings {
  readonly dataDir: string;
  readonly secretKey: string | null;
  readonly secretKeyPrevious: string | null;
}

/** A box over the keys of the installation: `SECRET_KEY` writes, `SECRET_KEY_PREVIOUS` still reads. */
export async function openSecretBox(config: KeySettings): Promise<SecretBox> {
  const previous = config.secretKeyPrevious === null ? null : keyBytes(config.secretKeyPrevious);
  return await secretBox(await secretKey(config), previous);
}

/**
 * The 32 bytes of SECRET_KEY. Without the setting (development only: `readConfig()` refuses it in production) they are
 * made on first start in `secret.key` of DATA_DIR, readable by its owner alone.
 */
export async function secretKey(config: KeySettings): Promise<Uint8Array<ArrayBuffer>> {
  if (config.secretKey !== null) return keyBytes(config.secretKey);
  const path = `${config.dataDir}/secret.key`;
  await Deno.mkdir(config.dataDir, { recursive: true });
  const stored = await readIfThere(path) ?? await makeKeyFile(path);
  const key = fromBase64(stored.trim());
  if (key?.length === 32) return key;
  throw new SecretError(`${path} 파일이 32바이트를 base64로 적은 키가 아닙니다. 백업에서 되돌려 주십시오.`);
}

/** A box that writes with `current` and reads what `current` or `previous` wrote; AES-256-GCM. */
export async function secretBox(
  current: Uint8Array<ArrayBuffer>,
  previous: Uint8Array<ArrayBuffer> | null = null,
): Promise<SecretBox> {
  const writer = await boxKey(current);
  const readers = previous === null ? [writer] : [writer, await boxKey(previous)];
  return {
    encrypt: async (text, purpose) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const cipher = await crypto.subtle.encrypt(algorithm(iv, purpose), writer.key, utf8(text));
      return ["v1", writer.id, toBase64(iv), toBase64(new Uint8Array(cipher))].join(":");
    },
    decrypt: async (stored, purpose) => {
      const parts = parseStored(stored);
      const reader = readers.find((each) => each.id === parts.keyId);
      if (!reader) throw new SecretError(wrongKeyText(parts.keyId));
      try {
        const bytes = await crypto.subtle.decrypt(algorithm(parts.iv, purpose), reader.key, parts.cipher);
        return new TextDecoder().decode(bytes);
      } catch {
        throw new SecretError("저장된 인증 정보가 손상되었거나 다른 자리에서 옮겨 온 것입니다. 다시 등록해 주십시오.");
      }
    },
    isCurrent: (stored) => parseStored(stored).keyId === writer.id,
  };
}

interface BoxKey {
  readonly id: string;
  readonly key: CryptoKey;
}

async function boxKey(bytes: Uint8Array<ArrayBuffer>): Promise<BoxKey> {
  invariant(bytes.length === 32, `a secret key has 32 bytes, not ${bytes.length}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return {
    id: toHex(digest).slice(0, 8),
    key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]),
  };
}

function algorithm(iv: Uint8Array<ArrayBuffer>, purpose: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(purpose) };
}

function parseStored(stored: string) {
  const [version, keyId = "", iv = "", cipher = "", ...more] = stored.split(":");
  const bytes = { iv: fromBase64(iv), cipher: fromBase64(cipher) };
  if (version !== "v1" || bytes.iv?.length !== 12 || bytes.cipher === null || more.length > 0) {
    throw new SecretError("저장된 인증 정보의 형식을 알 수 없습니다. 다시 등록해 주십시오.");
  }
  return { keyId, iv: bytes.iv, cipher: bytes.cipher };
}

function wrongKeyText(keyId: string): string {
  return `저장된 인증 정보는 지금과 다른 키(${keyId})로 암호화되어 있습니다. ` +
    "그 키를 SECRET_KEY나 SECRET_KEY_PREVIOUS에 적어 주십시오.";
}

function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(text);
  invariant(bytes?.length === 32, "a secret key is 32 bytes in base64");
  return bytes;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

// Written whole beside its place and then linked there, which fails where another process came first: one key wins.
async function makeKeyFile(path: string): Promise<string> {
  const draft = `${path}.${crypto.randomUUID()}`;
  const text = `${toBase64(crypto.getRandomValues(new Uint8Array(32)))}\n`;
  await Deno.writeTextFile(draft, text, { createNew: true, mode: 0o600 });
  try {
    await Deno.link(draft, path);
    return text;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await Deno.readTextFile(path);
    throw error;
  } finally {
    await Deno.remove(draft);
  }
}
