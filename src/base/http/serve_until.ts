import { ConfigError } from "../errors.ts";
import { withDeadline } from "../resilience/mod.ts";
import { isLoopback } from "./loopback.ts";

/** Options of {@linkcode serveUntil}. */
export interface ServeUntilOptions {
  /** The address to listen on. */
  readonly hostname: string;
  /** The port; 0 takes a free one. */
  readonly port: number;
  /** Whether requests need a token; without one, only loopback is served. */
  readonly hasTokens: boolean;
  /** Ends the server. */
  readonly signal?: AbortSignal | undefined;
  /** Called when it listens, with its address. */
  readonly onListen?: ((origin: string) => void) | undefined;
  /** Answers a request. */
  readonly answer: (request: Request) => Promise<Response>;
  /** Refuses a request for another host's name. */
  readonly refuseHost: (host: string) => Response;
  /** Finishes what is under way; called once nothing more is accepted. */
  readonly end: () => Promise<void>;
  /** Called if connections are still open after that. */
  readonly onLeftOpen: () => void;
}

/**
 * Serves until the signal aborts: then it accepts nothing more, finishes what is under way, and
 * resolves.
 *
 * @throws {ConfigError} If it would listen off loopback without a token, or the port is taken.
 */
export async function serveUntil(options: ServeUntilOptions): Promise<void> {
  const { hostname, hasTokens, signal } = options;
  if (!hasTokens && !isLoopback(hostname)) {
    throw new ConfigError(
      `Cannot serve on "${hostname}" without a token: others reach it, set API_TOKENS, or listen on ` +
        "127.0.0.1",
    );
  }
  signal?.throwIfAborted();
  const ended = Promise.withResolvers<void>();
  const server = listen(options, async (request) => {
    // A page of another site can point its own name at loopback, but cannot forge the host.
    const host = new URL(request.url).hostname;
    if (!hasTokens && !isLoopback(host)) return options.refuseHost(host);
    return await options.answer(request);
  });
  const onAbort = () => ended.resolve();
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  await Promise.race([ended.promise, server.finished]);
  signal?.removeEventListener("abort", onAbort);
  const closed = server.shutdown();
  await options.end();
  await withDeadline(closed, 2_000, () => new DOMException("open", "TimeoutError"))
    .catch(options.onLeftOpen);
}

function listen(
  { hostname, port, onListen }: ServeUntilOptions,
  handler: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  const tell = ({ hostname, port }: Deno.NetAddr) =>
    onListen?.(`http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`);
  try {
    return Deno.serve({ hostname, port, onListen: tell }, handler);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
    throw new ConfigError(
      `Cannot listen on ${hostname}:${port}: another program does, end it or choose another port`,
      { cause },
    );
  }
}
