import { ConfigError } from "../../base/errors.ts";
import { isTracing, telemetryReady } from "../../base/telemetry/mod.ts";
import { withDeadline } from "../../base/resilience/mod.ts";
import type { Database } from "../../database/mod.ts";
import type { ApiOptions } from "./api_options.ts";
import { createApi } from "./create_api.ts";
import { log } from "./_log.ts";
import { isLoopback } from "./_loopback.ts";
import { Problem, problemResponse } from "./problem.ts";
import { tracedRequest } from "./_traced_request.ts";

/** Options of {@linkcode serveApi}. */
export interface ServeApiOptions extends ApiOptions {
  /** The address to listen on; `127.0.0.1` by default. Any other one but loopback wants tokens. */
  readonly hostname?: string;
  /** The port; 8787 by default, and 0 takes a free one. */
  readonly port?: number;
  /** Ends the server. */
  readonly signal?: AbortSignal;
  /** How long answers under way may take until they are broken off, in milliseconds; 10,000. */
  readonly graceMs?: number;
  /** Called when it listens, with its address. */
  readonly onListen?: (origin: string) => void;
}

/**
 * Serves the read API until the signal aborts: then it accepts nothing more, finishes what is under
 * way, and resolves. The database stays open.
 *
 * @throws {ConfigError} If it would listen off loopback without a token, or the port is taken.
 *
 * @example
 * ```ts
 * import { createDatabase, loadSettings } from "@strata/foundation";
 * import { serveApi } from "@strata/foundation/serve";
 *
 * async function serve(signal: AbortSignal): Promise<void> {
 *   await using database = createDatabase();
 *   await serveApi(database, { hostname: "0.0.0.0", tokens: loadSettings().apiTokens, signal });
 * }
 * ```
 */
export async function serveApi(
  database: Pick<Database, "pool" | "replica">,
  options: ServeApiOptions = {},
): Promise<void> {
  const { hostname = "127.0.0.1", port = 8787, tokens = [], signal, graceMs = 10_000 } = options;
  if (tokens.length === 0 && !isLoopback(hostname)) {
    throw new ConfigError(
      `Cannot serve on "${hostname}" without a token: others reach it, set API_TOKENS, or listen on ` +
        "127.0.0.1",
    );
  }
  signal?.throwIfAborted();
  if (isTracing()) await telemetryReady();
  const api = createApi(database, options);
  const ended = Promise.withResolvers<void>();
  const server = listen({ hostname, port, options }, async (request) => {
    // A page of another site can point its own name at loopback, but cannot forge the host.
    const host = new URL(request.url).hostname;
    if (tokens.length === 0 && !isLoopback(host)) return problemResponse(wrongHost(host));
    return await tracedRequest(request, () => api.fetch(request));
  });
  const onAbort = () => ended.resolve();
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  await Promise.race([ended.promise, server.finished]);
  signal?.removeEventListener("abort", onAbort);
  const closed = server.shutdown();
  await api.end({ timeoutMs: graceMs });
  await withDeadline(closed, 2_000, () => new DOMException("open", "TimeoutError")).catch(() => {
    log.warning("Connections were still open when the server ended");
  });
}

interface Place {
  readonly hostname: string;
  readonly port: number;
  readonly options: ServeApiOptions;
}

function listen(
  { hostname, port, options }: Place,
  handler: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  const onListen = ({ hostname, port }: Deno.NetAddr) =>
    options.onListen?.(`http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`);
  try {
    return Deno.serve({ hostname, port, onListen }, handler);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
    throw new ConfigError(
      `Cannot listen on ${hostname}:${port}: another program does, end it or choose another port`,
      { cause },
    );
  }
}

function wrongHost(host: string): Problem {
  return new Problem(
    "no-such-path",
    `Cannot answer for the host "${host}": without tokens this ` +
      "server answers for loopback only, ask 127.0.0.1 or localhost",
  );
}
