import assert from "node:assert/strict";
import { ODD_CODE, serveOnLoopback, serveTest, token } from "./serve_support.ts";

const gdp = "/v1/series/ALFRED/GDPC1";
const later = "asOf=2024-10-01T00:00:00Z";
const [free, past] = [token("desk"), token("past", "2024-08-30T00:00:00.000Z")];

serveTest("a token is demanded where there are any, and only in the header", async (t) => {
  await using served = serveOnLoopback(t.database, { tokens: [free, past] });
  const statusWith = async (headers: HeadersInit) => {
    const response = await served.ask(`${gdp}?${later}`, { headers });
    await response.body?.cancel();
    return [response.status, response.headers.get("www-authenticate")];
  };
  assert.deepEqual(await statusWith({}), [401, 'Bearer realm="strata"']);
  const wrong = [401, 'Bearer realm="strata", error="invalid_token"'];
  assert.deepEqual(await statusWith({ authorization: `${free.header}x` }), wrong);
  assert.deepEqual(await statusWith({ authorization: "Bearer desk" }), wrong);
  assert.deepEqual(await statusWith({ authorization: "Basic ZGVzazp4" }), [
    401,
    'Bearer realm="strata"',
  ]);
  assert.deepEqual(await statusWith({ authorization: free.header }), [200, null]);
  assert.deepEqual(await statusWith({ authorization: free.header.toLowerCase() }), [200, null]);
  const inUrl = await served.ask(`${gdp}?${later}&access_token=${free.token.reveal()}`, {
    headers: { authorization: free.header },
  });
  assert.equal(inUrl.status, 400);
  assert.match((await inUrl.json()).detail, /never part of a URL/);
});

serveTest("no endpoint shows a limited token what came after its instant", async (t) => {
  await using served = serveOnLoopback(t.database, { tokens: [past] });
  const ask = async (path: string) => {
    const response = await served.ask(path, { headers: { authorization: past.header } });
    return { response, document: await response.json() };
  };
  const limited = [
    `${gdp}?`,
    `${gdp}/vintages?`,
    `${gdp}/revisions?`,
    `${gdp}/matrix?`,
    `${gdp}/releases/1?`,
    "/v1/panel?series=ALFRED/GDPC1&",
    "/v1/cross-section?series=ALFRED/GDPC1&",
    "/v1/changes?series=ALFRED/GDPC1&since=2024-01-01T00:00:00Z&",
    "/v1/bars/SPX?frequency=daily&",
    "/v1/candles/binance/BTC/USDT?timeframe=1h&",
    "/v1/curves/US_TREASURY_PAR?day=2024-09-25&",
    "/v1/series?",
  ];
  for (const path of limited) {
    const { response, document } = await ask(path + later);
    assert.equal(response.status, 403, path);
    assert.equal(document.type, "/docs#beyond-scope");
    assert.match(document.detail, /sees nothing after 2024-08-30T00:00:00.000Z/);

    const now = await ask(`${path}asOf=now`);
    assert.doesNotMatch(JSON.stringify(now.document.rows ?? []), /2024-09|23223|5000|DSD_/, path);
    const isEmpty = /candles|curves/.test(path);
    assert.equal(now.response.status, isEmpty ? 404 : 200, path);
    if (!isEmpty) {
      assert.equal(now.response.headers.get("strata-as-of"), past.until, path);
      assert.equal(now.document.rows.length > 0, !path.includes("/bars/"), path);
    }
  }
  // Without an instant the list is that of the token's.
  const listed = await ask("/v1/series");
  assert.deepEqual(listed.document.rows.map((row: { code: string }) => row.code), ["GDPC1"]);
  // A panel is refused where one of its instants is later.
  const one = "asOf=2024-08-01T00:00:00Z";
  assert.equal((await ask(`/v1/panel?series=ALFRED/GDPC1&${one}&${later}`)).response.status, 403);
  // What was first released later does not exist: the same words as for a name that nobody has.
  const odd = await ask(`/v1/series/OECD/${encodeURIComponent(ODD_CODE)}?asOf=now`);
  const none = await ask("/v1/series/OECD/NOPE?asOf=now");
  assert.deepEqual([odd.response.status, none.response.status], [404, 404]);
  assert.equal(odd.document.detail.replace(ODD_CODE, "NOPE"), none.document.detail);
});

serveTest("a limited token sees no bar before its end, and no close adjusted later", async (t) => {
  const midday = token("midday", "2024-09-25T12:00:00.000Z");
  await t.client.query("update market_data set adjusted_close = close / 2");
  await using served = serveOnLoopback(t.database, { tokens: [midday, free] });
  const ask = async (query: string, header: string) => {
    const path = `/v1/bars/SPX?frequency=daily&${query}`;
    return await served.ask(path, { headers: { authorization: header } });
  };
  const bars = (await (await ask("asOf=now", midday.header)).json()).rows;
  assert.deepEqual(
    bars.map((row: Record<string, unknown>) => [row["timestamp"], row["adjusted_close"]]),
    [["2024-09-24T00:00:00.000000Z", null]],
  );
  const early = await ask("asOf=now&delay=1%20hour", midday.header);
  assert.deepEqual([early.status, (await early.json()).errors[0].field], [403, "delay"]);
  const all = (await (await ask(`${later}&delay=1%20hour`, free.header)).json()).rows;
  assert.deepEqual(all.map((row: Record<string, unknown>) => row["adjusted_close"]), [
    2500.5,
    2501,
    2501.5,
  ]);
});

serveTest("an answer to a token is private, and no problem repeats the token", async (t) => {
  await using served = serveOnLoopback(t.database, { tokens: [free] });
  const knownTo = "knownTo=2024-10-01T00:00:00Z";
  const response = await served.ask(`${gdp}?${later}&${knownTo}`, {
    headers: { authorization: free.header },
  });
  await response.body?.cancel();
  assert.equal(response.headers.get("cache-control"), "private, immutable, max-age=31536000");
  assert.equal(response.headers.get("vary"), "Accept, Authorization");
  for (const path of [`${gdp}?asOf=x`, "/v1/nothing", `${gdp}?x=${free.token.reveal()}`]) {
    const refused = await served.ask(path, { headers: { authorization: free.header } });
    const text = await refused.text();
    assert.doesNotMatch(text, new RegExp(`Bearer ${free.token.reveal()}|asOf=x.*Bearer`));
  }
});
