import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { arrayBuffer } from "node:stream/consumers";
import type { Log } from "../log.ts";
import { RefusedInput } from "../prelude.ts";
import type { Fetch } from "../simulator.ts";

const host = "127.0.0.1";

/**
 * Serves `fetch` over HTTP on 127.0.0.1 alone and answers the address, `http://127.0.0.1:8100`; port 0 takes a free one.
 * Where `fetch` rejects, the client's connection is destroyed: that is why it is node:http and not Deno.serve.
 */
export function serveLocally(fetch: Fetch, options: { readonly port: number; readonly log: Log }): Promise<string> {
  const { port, log } = options;
  const server = createServer((incoming, outgoing) => void answer(fetch, { incoming, outgoing, log }));
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(refusalOf(error, port)));
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(`http://${host}:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly log: Log;
}

async function answer(fetch: Fetch, { incoming, outgoing, log }: Exchange): Promise<void> {
  const givenUp = new AbortController();
  outgoing.once("close", () => givenUp.abort());
  try {
    const request = await readRequest(incoming, givenUp.signal);
    if (request) await send(await fetch(request), outgoing);
    else await send(Response.json({ message: "요청의 형식이 올바르지 않습니다." }, { status: 400 }), outgoing);
  } catch (error) {
    if (!givenUp.signal.aborted) log.warn("connection_dropped", { path: incoming.url, error });
    incoming.socket.destroy();
  }
}

/** Null where no Request can be made of it: a method or a target that none may have. */
async function readRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request | null> {
  const { method = "GET", url: target = "/", headers } = incoming;
  const body = await arrayBuffer(incoming);
  try {
    return new Request(target.startsWith("/") ? `http://${headers.host ?? host}${target}` : target, {
      method,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      signal,
      ...(method === "GET" || method === "HEAD" ? {} : { body }),
    });
  } catch {
    return null;
  }
}

// Clients send a request again by themselves, a POST too, where a connection that they kept breaks without an answer:
// of a connection that is never kept they tell the break.
async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer());
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    "content-length": body.length,
    connection: "close",
  });
  outgoing.end(body);
}

function refusalOf(error: Error, port: number): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new RefusedInput(
      `포트 ${port}은(는) 다른 프로그램이 쓰고 있습니다. --port로 다른 번호를 지정해 주십시오(0이면 빈 포트).`,
    );
  }
  if (code === "EACCES") {
    return new RefusedInput(`포트 ${port}을(를) 열 권한이 없습니다. --port로 1024 이상의 번호를 지정해 주십시오.`);
  }
  return error;
}
