import { serveUntil } from "../../base/http/mod.ts";
import { isTracing, telemetryReady } from "../../base/telemetry/mod.ts";
import type { Database } from "../../database/mod.ts";
import type { ApiOptions } from "./api_options.ts";
import { createApi } from "./create_api.ts";
import { log } from "./_log.ts";
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
  const { hostname = "127.0.0.1", port = 8787, tokens = [], graceMs = 10_000 } = options;
  if (isTracing()) await telemetryReady();
  const api = createApi(database, options);
  await serveUntil({
    hostname,
    port,
    hasTokens: tokens.length > 0,
    signal: options.signal,
    onListen: options.onListen,
    answer: (request) => tracedRequest(request, () => api.fetch(request)),
    refuseHost: (host) => problemResponse(wrongHost(host)),
    end: () => api.end({ timeoutMs: graceMs }),
    onLeftOpen: () => log.warning("Connections were still open when the server ended"),
  });
}

function wrongHost(host: string): Problem {
  return new Problem(
    "no-such-path",
    `Cannot answer for the host "${host}": without tokens this ` +
      "server answers for loopback only, ask 127.0.0.1 or localhost",
  );
}
