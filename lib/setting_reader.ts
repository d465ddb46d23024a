import { fromBase64 } from "./bytes.ts";

/** The environment as it is handed in: names and texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings one by one; a wrong one is noted in `problems` (Korean) and its default goes on in its place. */
export interface SettingReader {
  readonly problems: string[];
  /** The trimmed text; null where it is missing or empty. */
  text(name: string): string | null;
  wholeNumber(
    name: string,
    range: { readonly fallback: number; readonly least: number; readonly most: number },
  ): number;
  /** One of `choices`; the first is the default. */
  oneOf<const C extends string>(name: string, choices: readonly [C, ...C[]]): C;
  /** A URL of one of the schemes, without the slash at its end. It may hold a password: the refusal does not repeat it. */
  url(name: string, schemes: readonly [string, ...string[]]): string | null;
  /** 32 bytes in base64. */
  key(name: string): string | null;
  /** Texts that only make sense together: all of them, or null where the first missing one is noted or none is set. */
  together<const N extends string>(names: readonly [N, ...N[]]): Readonly<Record<N, string>> | null;
}

/** A reader over `env`. */
export function settingReader(env: Environment): SettingReader {
  const problems: string[] = [];
  const text = (name: string) => env[name]?.trim() || null;
  return {
    problems,
    text,
    wholeNumber: (name, { fallback, least, most }) => {
      const given = text(name);
      if (given === null) return fallback;
      if (/^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most) return Number(given);
      problems.push(`${name}: "${given}" 값은 쓸 수 없습니다. ${least} 이상 ${most} 이하의 정수를 적어 주십시오.`);
      return fallback;
    },
    oneOf: (name, choices) => {
      const given = text(name);
      const found = given === null ? choices[0] : choices.find((choice) => choice === given);
      if (found) return found;
      problems.push(`${name}: "${given}" 값은 쓸 수 없습니다. ${choices.join(", ")} 가운데 하나를 적어 주십시오.`);
      return choices[0];
    },
    url: (name, schemes) => {
      const given = text(name);
      if (given === null) return null;
      if (isUrl(given, schemes)) return given.replace(/\/+$/, "");
      const starts = schemes.map((scheme) => `${scheme}://`).join(" 또는 ");
      problems.push(`${name}: 주소의 형식이 맞지 않습니다. ${starts}로 시작하는 온전한 주소를 적어 주십시오.`);
      return null;
    },
    key: (name) => {
      const given = text(name);
      if (given === null || fromBase64(given)?.length === 32) return given;
      problems.push(
        `${name}: 32바이트를 base64로 적은 값이 아닙니다. "openssl rand -base64 32" 명령으로 만든 값을 적어 주십시오.`,
      );
      return null;
    },
    together: (names) => together(names, { text, problems }),
  };
}

function isUrl(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)) && new URL(text).hostname !== "";
}

function together<const N extends string>(
  names: readonly [N, ...N[]],
  reader: { text: (name: string) => string | null; problems: string[] },
): Readonly<Record<N, string>> | null {
  const missing = names.filter((name) => reader.text(name) === null);
  if (missing.length === names.length) return null;
  if (missing.length > 0) {
    const given = names.filter((name) => !missing.includes(name));
    reader.problems.push(
      `${missing.join(", ")}: 값이 없습니다. ${given.join(", ")} 값을 적었으면 함께 적어야 합니다.`,
    );
    return null;
  }
  return Object.fromEntries(names.map((name) => [name, reader.text(name) ?? ""])) as Record<N, string>;
}
