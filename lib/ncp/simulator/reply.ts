import type { Json, Row } from "./wire.ts";

/** How a reply is written; NCP's default is XML. */
export type Format = "json" | "xml";

/** What the API Gateway says before the service is reached (ncp-api.md 3.1). */
export const gatewayErrors = {
  bad_request: { status: 400, errorCode: "100", message: "Bad Request Exception" },
  unauthenticated: { status: 401, errorCode: "200", message: "Authentication Failed" },
  denied: { status: 401, errorCode: "210", message: "Permission Denied" },
  not_found: { status: 404, errorCode: "300", message: "Not Found Exception" },
  throttled: { status: 429, errorCode: "410", message: "Throttle Limited" },
  endpoint_error: { status: 503, errorCode: "500", message: "Endpoint Error" },
  endpoint_timeout: { status: 504, errorCode: "510", message: "Endpoint Timeout" },
} as const;
export type GatewayError = keyof typeof gatewayErrors;

/** A gateway error: XML only when the request asks for it by name. `details` may be null, as at NCP. */
export function gatewayError(
  kind: GatewayError,
  of: { params: URLSearchParams; details?: string; numeric?: boolean },
): Response {
  const { status, errorCode, message } = gatewayErrors[kind];
  const error = { errorCode: of.numeric ? Number(errorCode) : errorCode, message, details: of.details ?? null };
  const format = of.params.get("responseFormatType") === "xml" ? "xml" : "json";
  const headers: Record<string, string> = kind === "throttled" ? { "retry-after": "1" } : {};
  return written("error", { body: error, format, status, headers });
}

/** A service error; its codes were not found but for 1103 and are invented (ncp-api.md 3.2). */
export function serviceError(status: 400 | 403, of: { message: string; format: Format }): Response {
  const body = { returnCode: status === 400 ? "1100" : "1103", returnMessage: of.message };
  return written("responseError", { body, format: of.format, status });
}

/** The one outer key of a good reply, with its content in the given order. */
export function success(operation: string, of: { body: Row; format: Format }): Response {
  return written(`${operation}Response`, { ...of, status: 200 });
}

function written(
  root: string,
  of: { body: Row; format: Format; status: number; headers?: Record<string, string> },
): Response {
  const text = of.format === "json"
    ? JSON.stringify({ [root]: of.body })
    : `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${element(root, of.body)}`;
  const contentType = of.format === "json" ? "application/json;charset=UTF-8" : "application/xml;charset=UTF-8";
  return new Response(text, { status: of.status, headers: { "content-type": contentType, ...of.headers } });
}

/** In XML a list wraps elements of the singular name: contractDemandCostList, contractDemandCost. */
function element(name: string, value: Json): string {
  if (isList(value)) {
    const singular = name.replace(/List$/, "");
    return `<${name}>${value.map((each) => element(singular, each)).join("")}</${name}>`;
  }
  if (value !== null && typeof value === "object") {
    return `<${name}>${Object.entries(value).map(([key, each]) => element(key, each)).join("")}</${name}>`;
  }
  return `<${name}>${value === null ? "" : escaped(String(value))}</${name}>`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
