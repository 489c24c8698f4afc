import { setTimeout as delay } from "node:timers/promises";

/** A fault in an otherwise correct answer. */
export type Fault =
  /** Another status, with a page from a proxy in front of the service. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  /** An HTML page with status 200, as gateways return during maintenance. */
  | { readonly kind: "html" }
  /** The first half of the body in a complete HTTP message. */
  | { readonly kind: "truncated" }
  /** A connection that breaks in the middle of the body. */
  | { readonly kind: "cut" }
  /** The correct answer, but late. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** A `Date` header from a wrong clock. */
  | { readonly kind: "clock"; readonly offsetMs: number }
  | { readonly kind: "contentType"; readonly contentType: string }
  /** A changed body, such as another column or another number. */
  | { readonly kind: "body"; readonly change: (body: string) => string };

/** Applies a fault to the correct answer. */
export async function spoil(
  response: Response,
  fault: Fault,
  options: { readonly now: Date; readonly signal: AbortSignal },
): Promise<Response> {
  const text = await response.text();
  const { status } = response;
  const headers = new Headers(response.headers);
  const answer = (body: string) => new Response(body, { status, headers });
  switch (fault.kind) {
    case "status":
      return htmlPage(fault.status, fault.retryAfter);
    case "html":
      return htmlPage(200);
    case "truncated":
      return answer(text.slice(0, Math.floor(text.length / 2)));
    case "cut":
      // The server closes the connection if the body is shorter than announced.
      headers.set("content-length", String(new TextEncoder().encode(text).length));
      return new Response(bodyOf(text.slice(0, Math.floor(text.length / 2))), { status, headers });
    case "slow":
      await delay(fault.delayMs, undefined, { signal: options.signal }).catch(() => {});
      return answer(text);
    case "clock":
      headers.set("date", new Date(options.now.getTime() + fault.offsetMs).toUTCString());
      return answer(text);
    case "contentType":
      headers.set("content-type", fault.contentType);
      return answer(text);
    case "body":
      return answer(fault.change(text));
  }
}

function htmlPage(status: number, retryAfter?: string): Response {
  const headers = new Headers({ "content-type": "text/html; charset=utf-8" });
  if (retryAfter !== undefined) headers.set("retry-after", retryAfter);
  const body =
    `<!DOCTYPE html><html><head><title>Service</title></head><body>${status}</body></html>`;
  return new Response(body, { status, headers });
}

function bodyOf(text: string): ReadableStream<Uint8Array> {
  return ReadableStream.from([text]).pipeThrough(new TextEncoderStream());
}
