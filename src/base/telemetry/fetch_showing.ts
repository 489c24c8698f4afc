import { telemetry } from "./switch.ts";

/**
 * Sends a request whose URL holds a secret, and shows the runtime's own trace another URL. Deno puts
 * the whole URL into the span of a `fetch`, and into its status where the server cannot be reached;
 * neither can be changed later. It names the URL before `fetch` returns, so what its spans are told
 * is exchanged for the time of that call alone.
 */
export function fetchShowing(url: URL, shown: string, init: RequestInit): Promise<Response> {
  const on = telemetry();
  if (on === undefined || !on.isOfRuntime || url.href === shown) return fetch(url, init);
  const spans = methodsOf(on.tracer);
  const { recordException, setAttribute, setStatus } = spans;
  const told: Readonly<Record<string, string>> = {
    "url.full": shown,
    "url.query": URL.parse(shown)?.search.slice(1) ?? "",
  };
  spans.setAttribute = function (key, value) {
    if (key in told) {
      this.setStatus = ({ code }) => setStatus.call(this, { code });
      this.recordException = ({ name }) => recordException.call(this, { name });
    }
    return setAttribute.call(this, key, told[key] ?? value);
  };
  try {
    return fetch(url, init);
  } finally {
    spans.setAttribute = setAttribute;
  }
}

/** The methods that all spans of the runtime share. */
interface SpanMethods {
  setAttribute(this: SpanMethods, key: string, value: unknown): unknown;
  setStatus(this: SpanMethods, status: { readonly code: number }): unknown;
  recordException(this: SpanMethods, exception: { readonly name: string }): unknown;
}

function methodsOf(tracer: { startSpan(name: string): object }): SpanMethods {
  // A span that never ends is never exported.
  // as: every span has these methods.
  return Object.getPrototypeOf(tracer.startSpan("fetch")) as SpanMethods;
}
