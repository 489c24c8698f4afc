import { setTimeout as delay } from "node:timers/promises";

/** What goes wrong with an answer, which is otherwise the right one. */
export type Fault =
  /** Another status, with a page of a proxy in front of the service. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  /** A page of HTML with status 200, as gateways give in maintenance. */
  | { readonly kind: "html" }
  /** The first half of the body in a whole HTTP message. */
  | { readonly kind: "truncated" }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: "cut" }
  /** The right answer, late. */
  | { readonly kind: "slow"; readonly delayMs: number }
  /** A `Date` header of a clock that is wrong. */
  | { readonly kind: "clock"; readonly offsetMs: number }
  | { readonly kind: "contentType"; readonly contentType: string }
  /** A changed body: another column, another number. */
  | { readonly kind: "body"; readonly change: (body: string) => string };

/** Applies a fault to the right answer. */
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
      // The server closes the connection of a body that is shorter than it was said to be.
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
