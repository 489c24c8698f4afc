import { fetchShowing, telemetry, traced } from "../../base/telemetry/mod.ts";

/** A request, and how its URL is shown. */
export interface SentRequest {
  /** The URL with its secrets. */
  readonly url: URL;
  /** The URL without them. */
  readonly shown: string;
  readonly init: RequestInit;
}

/** Sends a request; its span shows the URL without secrets. */
export function sendRequest({ url, shown, init }: SentRequest): Promise<Response> {
  const on = telemetry();
  if (on === undefined || on.isOfRuntime) return fetchShowing(url, shown, init);
  const attributes = {
    "http.request.method": "GET",
    "url.full": shown,
    "server.address": url.hostname,
    "server.port": Number(url.port) || (url.protocol === "https:" ? 443 : 80),
  };
  return traced({ name: "GET", kind: "client", attributes }, async (span) => {
    const response = await fetch(url, init);
    const { status, ok } = response;
    span.set({
      "http.response.status_code": status,
      ...(ok || status === 304 ? {} : { "error.type": String(status) }),
    });
    return response;
  });
}
