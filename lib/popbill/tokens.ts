import { z } from "zod";
import { parseMoment } from "../calendar.ts";
import { hasCode, readAnswer } from "./answers.ts";
import { exchange, type Line } from "./exchange.ts";
import { signToken } from "./signature.ts";

/** Product codes that a token may cover: 110 전자세금계산서, 150 SMS, 170 사업자등록상태조회, 180 계좌조회. */
export const products = ["110", "150", "170", "180"] as const;
export type Product = typeof products[number];

/** On whose behalf, and for which product, a call is made. */
export interface Acting {
  /** The member's business number, ten digits. */
  readonly brn: string;
  readonly product: Product;
}

/** The session tokens of the members, asked for when needed. */
export interface TokenStore {
  token(acting: Acting): Promise<string>;
  /** Drops a token that the vendor calls expired. */
  forget(token: string): void;
}

/** Where tokens come from. */
export interface TokenSource {
  readonly linkId: string;
  /** base64. */
  readonly secretKey: string;
  /** `POPBILL` or `POPBILL_TEST`. */
  readonly serviceId: string;
  /** Base URL of the Linkhub authentication host. */
  readonly authUrl: string;
  readonly wallClockMs: () => number;
  readonly line: Line;
}

interface Token {
  readonly text: string;
  readonly expiresAtMs: number;
}

// A token is renewed so long before its end.
const renewAheadMs = 60_000;

// The partner has not enabled a product that the scope names.
const noPermission = "-99910002";

/**
 * Keeps one token per member for all products (one per product where the vendor grants no common one), and merges
 * requests that are made at the same time (popbill-api.md 2.2, 2.3).
 */
export function tokenStore(source: TokenSource): TokenStore {
  const held = new Map<string, Token>();
  const asked = new Map<string, Promise<Token>>();
  const perProduct = new Set<string>();

  function current(brn: string, scope: readonly Product[]): Promise<Token> {
    const key = `${brn}/${scope.join()}`;
    const token = held.get(key);
    if (token && source.wallClockMs() < token.expiresAtMs - renewAheadMs) return Promise.resolve(token);
    const pending = asked.get(key);
    if (pending) return pending;
    const asking = askToken(source, { brn, scope }).then((fresh) => {
      held.set(key, fresh);
      return fresh;
    }).finally(() => asked.delete(key));
    asked.set(key, asking);
    return asking;
  }

  async function tokenFor(acting: Acting): Promise<Token> {
    if (perProduct.has(acting.brn)) return await current(acting.brn, [acting.product]);
    try {
      return await current(acting.brn, products);
    } catch (error) {
      if (!hasCode(error, noPermission)) throw error;
    }
    perProduct.add(acting.brn);
    return await current(acting.brn, [acting.product]);
  }

  return {
    token: async (acting) => (await tokenFor(acting)).text,
    forget: (text) => {
      for (const [key, token] of held) if (token.text === text) held.delete(key);
    },
  };
}

const tokenAnswer = z.object({
  session_token: z.string().min(1),
  expiration: z.string().transform((text, context) => {
    const moment = parseMoment(text);
    if (!moment) context.addIssue({ code: "custom", message: "expected a moment in UTC" });
    return moment ? moment.getTime() : 0;
  }),
});

async function askToken(source: TokenSource, asking: { brn: string; scope: readonly Product[] }): Promise<Token> {
  const { linkId, secretKey, serviceId } = source;
  const body = JSON.stringify({ access_id: asking.brn, scope: ["member", ...asking.scope] });
  const date = `${new Date(source.wallClockMs()).toISOString().slice(0, 19)}Z`;
  // "*": the token is not bound to the address of this machine, which may change.
  const forwarded = "*";
  const signature = await signToken({ serviceId, body, date, forwarded, secretKey });
  const { json } = await exchange(source.line, {
    url: `${source.authUrl}/${serviceId}/Token`,
    method: "POST",
    headers: {
      "authorization": `LINKHUB ${linkId} ${signature}`,
      "x-lh-date": date,
      "x-lh-version": "2.0",
      "x-lh-forwarded": forwarded,
      "content-type": "application/json",
    },
    body,
    expects: "json",
    label: "POST Token",
    repeatable: true,
  });
  const token = readAnswer(json, { schema: tokenAnswer, of: "POST Token" });
  return { text: token.session_token, expiresAtMs: token.expiration };
}
