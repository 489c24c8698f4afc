import { telemetry, traced } from "../../base/telemetry/mod.ts";
import { routeOf } from "./_route_of.ts";

/**
 * Answers a request in a span that is named by its route. Where the runtime traces requests, its
 * span is named so; otherwise the span is one of this package. A query is not shown, since somebody
 * may have put a token there.
 */
export async function tracedRequest(
  request: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  const on = telemetry();
  if (on === undefined) return await answer();
  const route = routeOf(new URL(request.url).pathname);
  const name = route === undefined ? request.method : `${request.method} ${route}`;
  if (on.isOfRuntime) {
    const span = on.api.trace.getActiveSpan();
    span?.updateName(name);
    if (route !== undefined) span?.setAttribute("http.route", route);
    return await answer();
  }
  const { protocol, hostname, port, pathname } = new URL(request.url);
  const attributes = {
    "http.request.method": request.method,
    "url.scheme": protocol.slice(0, -1),
    "url.path": pathname,
    "server.address": hostname,
    "server.port": Number(port) || 80,
    ...(route === undefined ? {} : { "http.route": route }),
  };
  const headers = Object.fromEntries(request.headers);
  const context = on.api.propagation.extract(on.api.context.active(), headers);
  return await on.api.context.with(
    context,
    () =>
      traced({ name, kind: "server", attributes }, async (span) => {
        const response = await answer();
        span.set({
          "http.response.status_code": response.status,
          ...(response.status < 500 ? {} : { "error.type": String(response.status) }),
        });
        return response;
      }),
  );
}
