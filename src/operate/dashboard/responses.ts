import type { Html } from "../../base/http/mod.ts";
import { layout, type PageParts, problemPage } from "./page/mod.ts";
import type { Refusal } from "./refusal.ts";

/** Header fields of every response. */
const security: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; "),
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const titles: Readonly<Record<number, string>> = {
  401: "A token is wanted",
  403: "Not for this token",
  404: "Nothing here",
};

/** Adds the header fields of every response. */
export function secured(response: Response): Response {
  for (const [name, value] of Object.entries(security)) response.headers.set(name, value);
  return response;
}

/** Answers with a page, which nobody keeps. */
export function pageResponse(
  parts: PageParts,
  { status = 200, headers = {} }: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Response {
  return htmlResponse(layout(parts), status, headers);
}

/** Answers with the page of a refusal. */
export function refusalResponse({ status, message, headers }: Refusal): Response {
  const title = titles[status] ?? "This cannot be shown";
  return pageResponse(
    { page: "overview", title, body: problemPage(title, message) },
    { status, headers },
  );
}

function htmlResponse(
  page: Html,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(`<!doctype html>\n${page.text}\n`, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
  });
}
