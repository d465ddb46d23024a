import { ok, refuse, type Result } from "../prelude.ts";
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue, readJson } from "./json.ts";

/** Why a call failed: a code of NCP's or ours, a sentence for people, and whether the same call may go through later. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** An answer of NCP as received. */
export interface WireAnswer {
  readonly operation: string;
  readonly status: number;
  readonly body: string;
}

/** The content under the one outer key `{operation}Response`, or the failure that the answer tells (ncp-api.md 3). */
export function readAnswer(answer: WireAnswer): Result<JsonObject, Failure> {
  const json = tryJson(answer.body);
  const fromNcp = isJsonObject(json) ? errorEnvelope(json) : null;
  if (answer.status < 200 || answer.status > 299) return refuse(httpFailure(answer, fromNcp));
  if (json === undefined) {
    return refuse({
      code: "body",
      message: `NCP ${answer.operation} 응답이 온전한 JSON이 아닙니다: ${head(answer.body)}`,
      retryable: true,
    });
  }
  if (fromNcp) return refuse(serviceFailure(answer, fromNcp));
  const outerKey = `${answer.operation}Response`;
  const content = isJsonObject(json) ? json[outerKey] : undefined;
  if (!isJsonObject(content)) return refuse(schemaFailure(answer, `${outerKey}: 값이 없습니다 (${head(answer.body)})`));
  const returnCode = plainText(content["returnCode"]);
  if (returnCode === null) return refuse(schemaFailure(answer, "returnCode: 값이 없습니다"));
  if (returnCode === "0") return ok(content);
  return refuse(serviceFailure(answer, { code: returnCode, message: plainText(content["returnMessage"]) ?? "" }));
}

interface NcpError {
  readonly code: string;
  readonly message: string;
}

/** `error.errorCode`, `error.code` and `responseError.returnCode`; codes come as text or number. */
function errorEnvelope(json: JsonObject): NcpError | null {
  const gateway = json["error"];
  if (isJsonObject(gateway)) {
    const code = plainText(gateway["errorCode"]) ?? plainText(gateway["code"]);
    const details = plainText(gateway["details"]);
    const message = plainText(gateway["message"]) ?? "";
    if (code !== null) return { code, message: details ? `${message} (${details})` : message };
  }
  const service = json["responseError"];
  if (isJsonObject(service)) {
    const code = plainText(service["returnCode"]);
    if (code !== null) return { code, message: plainText(service["returnMessage"]) ?? "" };
  }
  return null;
}

function httpFailure({ operation, status, body }: WireAnswer, fromNcp: NcpError | null): Failure {
  // The client's rule of ncp-api.md 3.5: 429 and 5xx may pass, 400, 401, 403 and 404 never.
  const retryable = status === 429 || status >= 500;
  if (!fromNcp) {
    const message = `NCP ${operation} 호출이 실패했습니다 (HTTP ${status}): ${head(body)}`;
    return { code: `http_${status}`, message, retryable };
  }
  const message = `NCP ${operation} 호출이 실패했습니다 (HTTP ${status}, 코드 ${fromNcp.code}): ${fromNcp.message}`;
  return { code: fromNcp.code, message, retryable };
}

// The billing service's own codes are not documented, so a failure inside a 200 may be a passing one.
function serviceFailure({ operation }: WireAnswer, { code, message }: NcpError): Failure {
  return { code, message: `NCP ${operation} 호출이 실패했습니다 (코드 ${code}): ${message}`, retryable: true };
}

function schemaFailure({ operation }: WireAnswer, problem: string): Failure {
  return { code: "schema", message: `NCP ${operation} 응답 ${problem}`, retryable: false };
}

function tryJson(body: string): JsonValue | undefined {
  try {
    return readJson(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function plainText(value: JsonValue | undefined): string | null {
  if (typeof value === "string") return value;
  return isJsonNumber(value) ? value.source : null;
}

function head(body: string): string {
  const text = body.replaceAll(/\s+/g, " ").trim();
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
