import { serveUntil } from "../../base/http/mod.ts";
import type { Database } from "../../database/mod.ts";
import { createDashboard } from "./create_dashboard.ts";
import type { DashboardOptions } from "./dashboard_options.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";
import { refusalResponse, secured } from "./responses.ts";

/** Options of {@linkcode serveDashboard}. */
export interface ServeDashboardOptions extends DashboardOptions {
  /** The address to listen on; `127.0.0.1` by default. Any other one but loopback wants tokens. */
  readonly hostname?: string;
  /** The port; 8788 by default, and 0 takes a free one. */
  readonly port?: number;
  /** Ends the server. */
  readonly signal?: AbortSignal;
  /** Called when it listens, with its address. */
  readonly onListen?: (origin: string) => void;
}

/**
 * Serves the dashboard until the signal aborts: then it accepts nothing more, ends the streams of
 * open pages, and resolves. The database stays open.
 *
 * @throws {ConfigError} If it would listen off loopback without a token, or the port is taken.
 */
export async function serveDashboard(
  database: Pick<Database, "pool">,
  options: ServeDashboardOptions,
): Promise<void> {
  const { hostname = "127.0.0.1", port = 8788, tokens = [] } = options;
  const dashboard = createDashboard(database, options);
  await serveUntil({
    hostname,
    port,
    hasTokens: tokens.length > 0,
    signal: options.signal,
    onListen(origin) {
      options.onListen?.(origin);
      dashboard.warmUp().catch((error) => log.warning("The first read failed: {error}", { error }));
    },
    answer: (request) => dashboard.fetch(request),
    refuseHost: (host) => secured(refusalResponse(wrongHost(host))),
    end: () => Promise.resolve(dashboard.end()),
    onLeftOpen: () => log.warning("Connections were still open when the dashboard ended"),
  });
}

function wrongHost(host: string): Refusal {
  return new Refusal(
    404,
    `Cannot answer for the host "${host}": without tokens the dashboard answers for loopback only, ` +
      "ask 127.0.0.1 or localhost",
  );
}
