import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import type { Fetch } from "../lib/simulator.ts";
import {
  type Between,
  castOfModule,
  type Ground,
  mailOfModule,
  type MailServer,
  type Product,
  pullAll,
  request,
  run,
  sendAll,
  standing,
  startProduct,
} from "./reliability_support.ts";
import { pgliteOfModule } from "./support.ts";
import { at } from "./support_seed.ts";

const mails = mailOfModule();
const ground = castOfModule({ db: pgliteOfModule(), mails });
const seeds = 20;

/** What can befall a call: refused before the vendor sees it, lost on its way there, or answered for nobody. */
const fates = ["429", "503", "502", "lost", "answer lost", "502 in place of the answer"] as const;

/** Weather drawn from a seed: one fate in four for each attempt of each call, whatever the order in which calls are made. */
interface Weather extends Between {
  isFair: boolean;
  readonly befell: string[];
  readonly fateOfMail: MailServer["fate"];
}

function weatherOf(seed: number): Weather {
  const attempts = new Map<string, number>();
  const draw = (label: string, faults: readonly string[]): string | null => {
    if (weather.isFair) return null;
    const attempt = (attempts.get(label) ?? 0) + 1;
    attempts.set(label, attempt);
    const drawn = hashOf(`${seed} ${label} ${attempt}`);
    if (drawn % 4 !== 0) return null;
    const fault = faults[Math.floor(drawn / 4) % faults.length] ?? null;
    weather.befell.push(`${label} ${attempt}: ${fault}`);
    return fault;
  };
  const weather: Weather = {
    isFair: false,
    befell: [],
    // One at a time: then the attempts of calls that look alike come in one order.
    lanes: 1,
    wire: (fetch) => async (sent) => await struck(draw(await labelOf(sent), fates), { fetch, sent }),
    fateOfMail: (to) => {
      const drawn = draw(`mail ${to}`, ["refuse", "deny"]);
      return drawn === "refuse" || drawn === "deny" ? drawn : "take";
    },
  };
  return weather;
}

async function struck(fate: string | null, { fetch, sent }: { fetch: Fetch; sent: Request }): Promise<Response> {
  const gateway = (status: number) => new Response(`<html><h1>${status}</h1></html>`, { status });
  switch (fate) {
    case "429":
    case "503":
    case "502":
      return gateway(Number(fate));
    case "lost":
      throw new TypeError("connection refused");
  }
  const answer = await fetch(sent);
  if (fate === null) return answer;
  await answer.body?.cancel();
  if (fate === "answer lost") throw new TypeError("connection closed before message completed");
  return gateway(502);
}

/** What a call is about, in words that another installation shares. */
async function labelOf(sent: Request): Promise<string> {
  const { pathname, searchParams } = new URL(sent.url);
  const verb = sent.headers.get("x-http-method-override") ?? sent.method;
  const path = pathname.replace(/(\d{6}-\w+-\d+)-\w{4}$/, "$1").replace(/\/Bank\/\d+/, "/Bank/job");
  const body = verb === "ISSUE" ? await sent.clone().json() : {};
  const key = String(body.invoicerMgtKey ?? "").slice(0, -5);
  return [verb, path, searchParams.get("memberNoList") ?? "", key].filter(Boolean).join(" ");
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  // The last characters reach all bits only after more turns.
  for (let turn = 0; turn < 4; turn++) hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
  return hash;
}

const steps: readonly { at: Date; act: (product: Product, ground: Ground) => Promise<unknown> }[] = [
  { at: at("2025-01-06", "09:12"), act: pullAll },
  { at: at("2025-01-06", "09:20"), act: sendAll },
  {
    at: at("2025-01-06", "09:30"),
    act: async (product, ground) => {
      for (const [name, customerId] of ground.customers) {
        const transfer = name === "다온다른이름" ? "immediate" : "next_day";
        const requested = await request(product, ground, { customerId, transfer });
        ok(requested.ok || requested.refusal.kind === "live_already");
      }
      await product.jobs.drain();
    },
  },
  { at: at("2025-01-07", "15:30"), act: (product) => run(product, "finalize_tax_invoices") },
  { at: at("2025-01-10", "12:00"), act: (product) => run(product, "match_deposits") },
];

/** Runs the month; after every step the weather clears, and what is still to do is done. */
async function month(ground: Ground, { mail, weather }: { mail: MailServer; weather: Weather }): Promise<unknown> {
  for (const step of steps) {
    ground.clock.moveTo(step.at);
    const product = await startProduct(ground, weather);
    try {
      weather.isFair = false;
      mail.fate = weather.fateOfMail;
      await step.act(product, ground);
      weather.isFair = true;
      await step.act(product, ground);
      await run(product, "send_notices");
      await run(product, "finalize_tax_invoices");
    } finally {
      await product.close();
    }
  }
  return withoutLookups(await standing(ground, mail));
}

/** A failed look-up of the buyer leaves a warning, and no more (B7). */
function withoutLookups(state: Readonly<Record<string, unknown>>): unknown {
  const taxInvoices = state.taxInvoices as readonly Record<string, unknown>[];
  return { ...state, taxInvoices: taxInvoices.map(({ buyer_status: _, warning: __, ...rest }) => rest) };
}

Deno.test("a month with faults drawn from a seed ends as one without, and the seed replays exactly", async (t) => {
  const fair = { ...weatherOf(0), wire: (fetch: Fetch) => fetch, fateOfMail: () => "take" } satisfies Weather;
  const expected = await month(await ground(), { mail: mails(), weather: fair });
  const given = Deno.env.get("RELIABILITY_SEED");
  const drawn = given ? [Number(given)] : Array.from({ length: seeds }, (_, index) => index + 1);
  const stories: (readonly string[])[] = [];
  for (const seed of drawn) {
    await t.step(`seed ${seed} (RELIABILITY_SEED=${seed} plays it alone)`, async () => {
      const weather = weatherOf(seed);
      const state = await month(await ground(), { mail: mails(), weather });
      deepStrictEqual(state, expected, `seed ${seed}: ${weather.befell.join("; ")}`);
      stories.push(weather.befell);
    });
  }
  await t.step("the same seed again", async () => {
    const weather = weatherOf(drawn[0] ?? 1);
    deepStrictEqual(await month(await ground(), { mail: mails(), weather }), expected);
    // Pulls that were queued together have no order among them.
    deepStrictEqual(weather.befell.toSorted(), stories[0]?.toSorted());
    if (stories[1]) notDeepStrictEqual(stories[1], stories[0]);
  });
  await t.step("every kind of fault struck", () => {
    if (given) return;
    const struckWith = new Set(stories.flat().map((each) => each.split(": ").at(-1)));
    deepStrictEqual([...struckWith].sort(), [...fates, "refuse", "deny"].sort());
  });
});
