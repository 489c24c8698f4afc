/** A server on loopback that repeats what it was sent. */
export interface EchoServer extends AsyncDisposable {
  /** Its address. */
  readonly url: string;
  /** Its port. */
  readonly port: string;
  /** How many requests it answered. */
  readonly count: number;
}

/**
 * Starts a server whose answers repeat the request, its address and its headers with the key in
 * them. The first part of the path is the status; by default it refuses with 403.
 */
export function startEcho(): EchoServer {
  let count = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      count++;
      await request.body?.cancel();
      const url = new URL(request.url);
      const status = Number(/^\/([2-5]\d\d)\b/.exec(url.pathname)?.[1] ?? 403);
      const said = `${request.method} ${request.url} ${decodeURIComponent(url.search)} ` +
        JSON.stringify([...request.headers]);
      return new Response(JSON.stringify({ error_code: status, error_message: said }) + said, {
        status,
        statusText: "Refused",
        headers: status === 302 ? { location: `http://127.0.0.1:1/${url.search}` } : {},
      });
    },
  );
  const port = String(server.addr.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get count() {
      return count;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The address of a port at which nobody listens; some, as port 1, a fetch refuses by itself. */
export function closedOrigin(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${listener.addr.port}`;
}
