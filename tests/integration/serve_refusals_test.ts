import assert from "node:assert/strict";
import { serveOnLoopback, serveTest } from "./serve_support.ts";

interface Refusal {
  readonly path: string;
  readonly status: number;
  readonly kind: string;
  readonly detail: RegExp;
  readonly field?: string;
  readonly init?: RequestInit;
}

const at = "asOf=2024-10-01T00:00:00Z";
const gdp = "/v1/series/ALFRED/GDPC1";
const bad = { status: 400, kind: "bad-question" };

const refusals: readonly Refusal[] = [
  { ...bad, path: gdp, detail: /^Cannot answer without "asOf": .*asOf=now$/, field: "asOf" },
  {
    ...bad,
    path: `${gdp}?asOf=2024-10-01`,
    detail: /^Cannot read "2024-10-01" as the instant "asOf": it is a day without a time/,
    field: "asOf",
  },
  { ...bad, path: `${gdp}?asOf=2024-10-01T00:00:00`, detail: /without an offset/, field: "asOf" },
  { ...bad, path: `${gdp}?${at}&${at}`, detail: /"asOf": it is given 2 times/, field: "asOf" },
  {
    ...bad,
    path: `${gdp}?${at}&knwonTo=x`,
    detail: /^Cannot use "knwonTo": there is no such parameter, did you mean knownTo\?$/,
    field: "knwonTo",
  },
  { ...bad, path: `${gdp}?${at}&token=abc`, detail: /never part of a URL/, field: "token" },
  { ...bad, path: `${gdp}?${at}&strict=yes`, detail: /^Cannot read "strict"/, field: "strict" },
  { ...bad, path: `${gdp}?${at}&kinds=nativ`, detail: /^Cannot read "kinds"/, field: "kinds" },
  { ...bad, path: `${gdp}?${at}&lag=soon`, detail: /soon/, field: "lag" },
  { ...bad, path: `${gdp}?${at}&lag=1%20month`, detail: /as a lag/ },
  { ...bad, path: `${gdp}?${at}&from=2024-02-30`, detail: /2024-02-30/, field: "from" },
  {
    ...bad,
    path: `${gdp}?${at}&from=2024-03-01&to=2024-02-01`,
    detail: /"from" is after "to", exchange them/,
    field: "from",
  },
  { ...bad, path: `${gdp}/releases/0?${at}`, detail: /"n"/, field: "n" },
  { ...bad, path: `${gdp}/releases/one?${at}`, detail: /"n"/, field: "n" },
  { ...bad, path: `/v1/panel?${at}`, detail: /without "series"/, field: "series" },
  { ...bad, path: "/v1/panel?series=ALFRED/GDPC1", detail: /without "asOf"/, field: "asOf" },
  {
    ...bad,
    path: "/v1/panel?series=ALFRED/GDPC1&from=2024-01-01&to=2024-01-31&time=18:00",
    detail: /without "timeZone"/,
    field: "timeZone",
  },
  {
    ...bad,
    path: "/v1/panel?series=ALFRED/GDPC1&from=2018-11-04&to=2018-11-04&days=all&time=00:00" +
      "&timeZone=America/Sao_Paulo",
    detail: /skip/,
  },
  { ...bad, path: `/v1/panel?series=GDPC1&${at}`, detail: /as a series/, field: "series" },
  {
    ...bad,
    path: `/v1/changes?series=ALFRED/GDPC1&since=2024-11-01T00:00:00Z&${at}`,
    detail: /"since" is after "at", exchange them/,
  },
  { ...bad, path: `/v1/bars/SPX?${at}`, detail: /without "frequency"/, field: "frequency" },
  { ...bad, path: `/v1/series/ALFRED/100%?${at}`, detail: /%25/ },
  {
    path: `/v1/series/ALFRED/NOPE?${at}`,
    status: 404,
    kind: "unknown-name",
    detail: /^Cannot find the series "ALFRED\/NOPE": it is not in series_metadata/,
  },
  {
    path: `/v1/panel?series=ALFRED/GDPC1&series=ALFRED/NOPE&${at}`,
    status: 404,
    kind: "unknown-name",
    detail: /"ALFRED\/NOPE"/,
  },
  {
    path: `/v1/bars/NOPE?frequency=daily&${at}`,
    status: 404,
    kind: "unknown-name",
    detail: /the instrument "NOPE"/,
  },
  {
    path: `/v1/candles/binance/NOPE?timeframe=1h&${at}`,
    status: 404,
    kind: "unknown-name",
    detail: /the symbol "NOPE" of "binance"/,
  },
  {
    path: `/v1/curves/NOPE?day=2024-09-25&${at}`,
    status: 404,
    kind: "unknown-name",
    detail: /the curve "NOPE"/,
  },
  { path: "/v1/series/ALFRED", status: 404, kind: "no-such-path", detail: /no path/ },
  { path: "/v2/series", status: 404, kind: "no-such-path", detail: /no path/ },
  { path: "/nothing", status: 404, kind: "no-such-path", detail: /no path/ },
  {
    path: `${gdp}?${at}`,
    init: { method: "POST" },
    status: 405,
    kind: "method-not-allowed",
    detail: /only reads/,
  },
  {
    path: `${gdp}?${at}`,
    init: { headers: { accept: "text/html" } },
    status: 406,
    kind: "not-acceptable",
    detail: /text\/csv.*format=json, csv/,
  },
  { ...bad, path: `${gdp}?${at}&format=xlsx`, detail: /"format"/, field: "format" },
  {
    path: `${gdp}?${at}&kinds=${"native&kinds=".repeat(2000)}native`,
    status: 414,
    kind: "too-long-url",
    detail: /16384 are the most/,
  },
];

serveTest("what cannot be asked is refused with a problem that says why", async (t) => {
  await using served = serveOnLoopback(t.database);
  for (const { path, status, kind, detail, field, init } of refusals) {
    const response = await served.ask(path, init ?? {});
    const problem = await response.json();
    const shown = `${path.slice(0, 100)} → ${JSON.stringify(problem)}`;
    assert.equal(response.status, status, shown);
    assert.equal(response.headers.get("content-type"), "application/problem+json", shown);
    assert.equal(problem.status, status);
    assert.equal(problem.type, `/docs#${kind}`, shown);
    assert.match(problem.detail, detail, shown);
    if (field !== undefined) {
      assert.ok(problem.errors.some((one: { field: string }) => one.field === field), shown);
    }
    assert.doesNotMatch(JSON.stringify(problem), /select |strata\.|\.ts:|postgres/i, shown);
    if (status === 405) assert.equal(response.headers.get("allow"), "GET, HEAD");
  }
});
