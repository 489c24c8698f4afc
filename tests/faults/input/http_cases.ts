/** A request as bytes on the wire, and what comes back. */
export interface HttpCase {
  readonly name: string;
  /** The whole request; header fields of its own end it where it needs none. */
  readonly request: string | Uint8Array;
  /** The statuses that are right; 0 is a connection that is closed without an answer. */
  readonly statuses: readonly number[];
}

const CLOSED = 0;
const get = (target: string, ...fields: string[]) =>
  ["GET " + target + " HTTP/1.1", "host: localhost", "connection: close", ...fields, "", ""]
    .join("\r\n");
const series = "/v1/series/ALFRED/GDPC1";
const asOf = (text: string) => get(`${series}?asOf=${encodeURIComponent(text)}`);

/** What neither server may be brought down by, or answer with an error of its own. */
export const httpCases: readonly HttpCase[] = [
  ...["BREW", "TRACE", "POST", "PUT", "DELETE", "PATCH", "get"].map((method) => ({
    name: `method ${method}`,
    request: get("/").replace("GET", method),
    statuses: [405, 400, 401],
  })),
  ...[
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%2f..%2fdeno.json",
    "/%00",
    "/%",
    "/%ff%fe",
    "/v1/series/%c0%af/x",
    "//",
    "/v1//",
    "/.env",
    "/nothing?a=1&a=2",
    "/" + "a/".repeat(3_000),
  ].map((path) => ({
    name: `path ${path.slice(0, 40)}`,
    request: get(path),
    statuses: [404, 400, 414],
  })),
  {
    name: "a long query",
    request: get(`/?q=${"x".repeat(20_000)}`),
    statuses: [414, 400, 404, 200, 302],
  },
  {
    name: "a line of a megabyte",
    request: get(`/${"x".repeat(1_000_000)}`),
    statuses: [414, 400, 404, CLOSED],
  },
  ...[
    "infinity",
    "294277-01-01T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-01T00:00:00",
    "2024-01-01T24:00:01Z",
    "-infinity",
    "'; drop table macro_series; --",
    "\0",
    "٢٠٢٤-01-01T00:00:00Z",
    "x".repeat(5_000),
  ].map((text) => ({
    name: `the instant ${text.slice(0, 30)}`,
    request: asOf(text),
    statuses: [400, 404],
  })),
  ...["Bearer", "Bearer é", "Basic !!", "Bearer " + "x".repeat(5_000), "Digest a=b", "Bearer \t"]
    .map((value) => ({
      name: `authorization ${value.slice(0, 20)}`,
      request: get(series, `authorization: ${value}`),
      statuses: [400, 401, 404],
    })),
  {
    name: "a field of 100 kB",
    request: get("/", `x: ${"y".repeat(100_000)}`),
    statuses: [200, 302, 404, 400, 431, CLOSED],
  },
  {
    name: "a thousand fields",
    request: get("/", ...Array.from({ length: 1_000 }, (_, at) => `x${at}: y`)),
    statuses: [400, 431, CLOSED],
  },
  { name: "a field without a colon", request: get("/", "nothing"), statuses: [400, CLOSED] },
  { name: "a NUL in a field", request: get("/", "x: a\0b"), statuses: [400, CLOSED] },
  {
    name: "two lengths",
    request: get("/", "content-length: 1", "content-length: 2"),
    statuses: [400, CLOSED],
  },
  {
    name: "no host",
    request: "GET / HTTP/1.1\r\nconnection: close\r\n\r\n",
    statuses: [400, 404, 200, 302, CLOSED],
  },
  { name: "an old protocol", request: "GET /\r\n\r\n", statuses: [400, CLOSED] },
  { name: "no protocol", request: "hello\r\n\r\n", statuses: [400, CLOSED] },
  {
    name: "TLS",
    request: new Uint8Array([22, 3, 1, 0, 5, 1, 0, 0, 1, 0]),
    statuses: [400, CLOSED],
  },
  {
    name: "a body that is announced and too large",
    request: "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" +
      "content-length: 99999999999\r\n\r\nx",
    statuses: [405, 400, 413, CLOSED],
  },
  {
    name: "a bad chunk",
    request: "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" +
      "transfer-encoding: chunked\r\n\r\nzz\r\n",
    statuses: [405, 400, CLOSED],
  },
];
