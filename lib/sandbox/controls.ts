import { z } from "zod";
import { type MovableClock, parseMoment, seoulText } from "../calendar.ts";
import { checkBusinessNumber } from "../customers/business_number.ts";
import type { Fetch } from "../simulator.ts";

/** What the controls move: business time, and who is a member of Popbill. */
export interface Controlled {
  readonly clock: MovableClock;
  readonly join: (
    member: { readonly corpNum: string; readonly corpName: string; readonly ceoName: string },
  ) => Promise<void>;
}

/** `POST /sandbox/clock` and `POST /sandbox/members`, JSON in and out; a refusal is 400 with a Korean `message`. */
export function controls(controlled: Controlled): Fetch {
  return async (request) => {
    const call = `${request.method} ${new URL(request.url).pathname}`;
    const body = await readJson(request);
    switch (call) {
      case "POST /sandbox/clock":
        return moveClock(body, controlled);
      case "POST /sandbox/members":
        return await joinMember(body, controlled);
      default:
        return refusal(
          `없는 요청입니다: ${call}. POST /sandbox/clock과 POST /sandbox/members를 쓸 수 있습니다.`,
          404,
        );
    }
  };
}

const clockBody = z.object({ now: z.string() });

function moveClock(body: unknown, { clock }: Controlled): Response {
  const read = clockBody.safeParse(body);
  const moment = read.success ? parseMoment(read.data.now) : null;
  if (!moment) {
    return refusal(`now는 시간대가 붙은 시각이어야 합니다. {"now":"2025-01-07T16:00:00+09:00"}처럼 보내 주십시오.`);
  }
  clock.moveTo(moment);
  return Response.json({ now: seoulText(clock.now()) });
}

const memberBody = z.object({
  brn: z.string(),
  name: z.string().trim().min(1),
  representative: z.string().trim().min(1),
});

async function joinMember(body: unknown, { join }: Controlled): Promise<Response> {
  const read = memberBody.safeParse(body);
  if (!read.success) {
    return refusal("brn(사업자등록번호), name(상호), representative(대표자)를 글자로 모두 보내 주십시오.");
  }
  const { name, representative } = read.data;
  const brn = checkBusinessNumber(read.data.brn);
  if (!brn.ok) return refusal(`${brn.refusal}.`);
  await join({ corpNum: brn.value, corpName: name, ceoName: representative });
  return Response.json({ brn: brn.value, name, representative });
}

/** Undefined where the body is no JSON. */
async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}

function refusal(message: string, status: 400 | 404 = 400): Response {
  return Response.json({ message }, { status });
}
