import type { Zone } from "../../usage/port.ts";
import { verify } from "../signature.ts";
import { type KeyHolder, zoneOfHost } from "./partners.ts";
import { gatewayError } from "./reply.ts";

const headerNames = {
  timestamp: "x-ncp-apigw-timestamp",
  accessKey: "x-ncp-iam-access-key",
  signature: "x-ncp-apigw-signature-v2",
} as const;

/**
 * Lets a request in as NCP's gateway does: headers present, key known in the zone of the host (any zone on a host that is
 * none of NCP's), clock within five minutes, signature over the raw target, key subscribed. Else the 401 to answer.
 */
export async function admit(
  request: Request,
  of: { url: URL; keyHolders: ReadonlyMap<string, KeyHolder>; wallClockMs: number },
): Promise<KeyHolder | Response> {
  const params = of.url.searchParams;
  const timestamp = request.headers.get(headerNames.timestamp);
  const accessKey = request.headers.get(headerNames.accessKey);
  const signature = request.headers.get(headerNames.signature);
  if (!timestamp || !accessKey || !signature) {
    return gatewayError("unauthenticated", { params, details: "Authentication information are missing." });
  }
  const holder = of.keyHolders.get(accessKey);
  const zone: Zone | undefined = zoneOfHost[of.url.hostname];
  const pathAndQuery = of.url.pathname + of.url.search;
  const signed = holder && (!zone || zone === holder.zone) && await verify({
    method: request.method,
    pathAndQuery,
    timestamp,
    accessKey,
    secretKey: holder.secretKey,
    signature,
  }, of.wallClockMs);
  if (!signed) return gatewayError("unauthenticated", { params, details: "Invalid authentication information." });
  if (holder.standing === "unsubscribed") {
    return gatewayError("denied", { params, details: "A subscription to the API is required." });
  }
  return holder;
}
