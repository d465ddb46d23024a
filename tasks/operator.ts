import { parseArgs } from "node:util";
import { utf8 } from "../lib/bytes.ts";
import { readConfig } from "../lib/config.ts";
import { parseEmail } from "../lib/contact.ts";
import { environment } from "../lib/environment.ts";
import { exitWith } from "../lib/exit_with.ts";
import { createOperator } from "../lib/msps/operator.ts";
import { passwordProblem } from "../lib/password.ts";
import { RefusedInput } from "../lib/prelude.ts";
import { compose } from "../main.ts";

const usage = `운영자를 만듭니다. 운영자는 가입 신청을 승인하거나 반려합니다.

  deno task operator                                터미널에서 이메일과 비밀번호를 묻습니다
  OPERATOR_PASSWORD=… deno task operator --email=admin@example.com [--name=운영자]
`;

/** What the command was given; what is missing is asked for on the terminal. */
interface Given {
  readonly email: string | null;
  readonly name: string | null;
  readonly password: string | null;
}

function given(args: readonly string[], password: string | undefined): Given | "help" {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { email: { type: "string" }, name: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) return "help";
    return { email: values.email ?? null, name: values.name ?? null, password: password ?? null };
  } catch {
    throw new RefusedInput(`알 수 없는 인수가 있습니다.\n\n${usage}`);
  }
}

/** Asks for a line until it is good; an ended input refuses. */
async function ask(question: string, problemOf: (text: string) => string | null): Promise<string> {
  if (!Deno.stdin.isTerminal()) {
    throw new RefusedInput(
      `터미널이 아니어서 물을 수 없습니다. --email과 OPERATOR_PASSWORD를 지정해 주십시오.\n\n${usage}`,
    );
  }
  while (true) {
    const text = question.startsWith("비밀번호") ? await hiddenLine(question) : prompt(question);
    if (text === null) throw new RefusedInput("입력이 끝나 운영자를 만들지 않았습니다.");
    const problem = problemOf(text);
    if (problem === null) return text;
    write(`${problem}\n`);
  }
}

/** A line that is not shown while it is typed; null where the input ended or Ctrl+C was pressed. */
async function hiddenLine(question: string): Promise<string | null> {
  write(`${question}: `);
  const bytes: number[] = [];
  const chunk = new Uint8Array(256);
  Deno.stdin.setRaw(true);
  try {
    while (true) {
      const count = await Deno.stdin.read(chunk);
      if (count === null) return null;
      for (const byte of chunk.subarray(0, count)) {
        if (byte === 3 || byte === 4) return null;
        if (byte === 13 || byte === 10) return new TextDecoder().decode(new Uint8Array(bytes));
        if (byte === 127 || byte === 8) eraseCharacter(bytes);
        else bytes.push(byte);
      }
    }
  } finally {
    Deno.stdin.setRaw(false);
    write("\n");
  }
}

// A character of UTF-8 may take several bytes; those after the first begin with the bits 10.
function eraseCharacter(bytes: number[]): void {
  while (bytes.length > 0 && ((bytes.pop() ?? 0) & 0xc0) === 0x80);
}

async function askPassword(): Promise<string> {
  const password = await ask("비밀번호", passwordProblem);
  await ask("비밀번호 확인", (text) => text === password ? null : "비밀번호가 서로 다릅니다. 다시 입력해 주십시오.");
  return password;
}

function write(text: string): void {
  Deno.stdout.writeSync(utf8(text));
}

/** `deno task operator`: creates an operator. */
if (import.meta.main) {
  try {
    const found = given(Deno.args, Deno.env.get("OPERATOR_PASSWORD"));
    if (found === "help") {
      write(usage);
    } else {
      const emailProblem = (text: string) => {
        const parsed = parseEmail(text);
        return parsed.ok ? null : parsed.refusal;
      };
      const email = found.email ?? await ask("이메일 주소", emailProblem);
      const password = found.password ?? await askPassword();
      const app = await compose(readConfig(await environment()));
      const actor = { name: "operator", source: "command", at: app.clock.now() } as const;
      const created = await createOperator(app.db, { email, name: found.name ?? "운영자", password, actor });
      const { baseUrl } = app.config;
      await app.close();
      if (!created.ok) throw new RefusedInput(`운영자를 만들지 않았습니다. ${created.refusal}`);
      write(
        `운영자 ${created.value}을(를) 만들었습니다. ${baseUrl}/login 의 「메인 계정」 탭에서 로그인해 주십시오.\n`,
      );
    }
  } catch (error) {
    exitWith(error);
  }
}
