import { z } from "zod";
import { seoulText } from "../../calendar.ts";
import { smsBytes } from "../../notices/sms.ts";
import type { Fetch, SimulatorContext, SimulatorMemory } from "../../simulator.ts";
import { verify } from "../signature.ts";

/** The keys that the simulated SENS knows; they open nothing else. */
export const simulatedSens = {
  serviceId: "ncp:sms:kr:000000000000:cla-bill",
  accessKey: "sens-simulator",
  secretKey: "sens-simulator-secret",
  url: "http://sens.simulator.invalid",
  from: "0200000000",
} as const;

/** A message that the simulator took, to be read in development. */
export interface KeptSms {
  readonly to: string;
  readonly text: string;
  /** Business time, `2025-01-06T09:12:00+09:00`. */
  readonly at: string;
}

/** SENS SMS v2 (ncp-api.md 9.1): checks the signature and the message as SENS would, and keeps it. */
export function sensSimulator(context: SimulatorContext): Fetch {
  return async (request) => {
    const url = new URL(request.url);
    const path = /^\/sms\/v2\/services\/([^/]+)\/messages$/.exec(url.pathname);
    if (request.method !== "POST" || !path) return answer(404, { error: { errorCode: "300", message: "Not Found" } });
    const signed = await verify({
      method: "POST",
      pathAndQuery: url.pathname + url.search,
      timestamp: request.headers.get("x-ncp-apigw-timestamp") ?? "",
      accessKey: request.headers.get("x-ncp-iam-access-key") ?? "",
      signature: request.headers.get("x-ncp-apigw-signature-v2") ?? "",
      secretKey: simulatedSens.secretKey,
    }, context.wallClockMs());
    const known = request.headers.get("x-ncp-iam-access-key") === simulatedSens.accessKey;
    if (!signed || !known) return answer(401, { error: { errorCode: "200", message: "Authentication Failed" } });
    const body = sending.safeParse(await request.json().catch(() => null));
    if (!body.success || decodeURIComponent(path[1] ?? "") !== simulatedSens.serviceId) {
      return answer(400, { status: "400", errorMessage: "Bad Request" });
    }
    return await take(context, body.data);
  };
}

/** The newest messages first. */
export async function keptSms(memory: SimulatorMemory, limit: number): Promise<KeptSms[]> {
  const kept = await memory.list<KeptSms>("message");
  return kept.map((each) => each.value).reverse().slice(0, limit);
}

const sending = z.object({
  type: z.literal("SMS"),
  contentType: z.literal("COMM"),
  countryCode: z.literal("82"),
  from: z.literal(simulatedSens.from),
  content: z.string().min(1).refine((text) => smsBytes(text) <= 90),
  messages: z.array(z.object({ to: z.string().regex(/^\d{9,11}$/) })).length(1),
});

async function take(context: SimulatorContext, body: z.infer<typeof sending>): Promise<Response> {
  const number = await context.memory.next("message");
  const at = seoulText(context.clock.now());
  const kept: KeptSms = { to: body.messages[0]?.to ?? "", text: body.content, at };
  await context.memory.put("message", String(number).padStart(9, "0"), kept);
  return answer(202, {
    requestId: `RSSA-${number}`,
    requestTime: at.slice(0, 19),
    statusCode: "202",
    statusName: "success",
  });
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status });
}
