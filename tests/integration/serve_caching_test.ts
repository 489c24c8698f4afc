import assert from "node:assert/strict";
import { serveOnLoopback, serveTest } from "./serve_support.ts";

const gdp = "/v1/series/ALFRED/GDPC1";
const at = "asOf=2024-10-01T00:00:00Z";
const knownTo = "knownTo=2024-10-01T00:00:00Z";

serveTest(
  "an answer that cannot change is immutable, and 304 without asking the server",
  async (t) => {
    await using served = serveOnLoopback(t.database);
    const first = await served.ask(`${gdp}?${at}&${knownTo}`);
    await first.body?.cancel();
    assert.equal(first.headers.get("cache-control"), "public, immutable, max-age=31536000");
    const etag = first.headers.get("etag") ?? "";
    assert.match(etag, /^"[\w-]{27}"$/);
    // The same question in other words has the same ETag; another format or question has not.
    const tagOf = async (query: string) => {
      const response = await served.ask(`${gdp}?${query}`);
      await response.body?.cancel();
      return response.headers.get("etag");
    };
    const reworded = "knownTo=2024-10-01T02:00:00%2B02:00&asOf=2024-09-30T20:00:00-04:00";
    assert.equal(await tagOf(reworded), etag);
    assert.notEqual(await tagOf(`${at}&${knownTo}&format=csv`), etag);
    assert.notEqual(await tagOf(`${at}&${knownTo}&strict=true`), etag);
    // A row with an old release that is stored today changes nothing that was known to the past clock.
    await t.client.query(
      `insert into macro_series (series_id, observation_date, revision_number, value, release_time)
    select id, '2023-10-01', 0, 1, '2024-01-01Z' from series_metadata where series_code = 'GDPC1'`,
    );
    await t.client.query("alter schema strata rename to elsewhere");
    for (const named of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await served.ask(`${gdp}?${at}&${knownTo}`, {
        headers: { "if-none-match": named },
      });
      assert.deepEqual([again.status, again.headers.get("etag"), await again.text()], [
        304,
        etag,
        "",
      ]);
    }
    await t.client.query("alter schema elsewhere rename to strata");
  },
);

serveTest("an answer that late rows can change is compared by its content", async (t) => {
  await using served = serveOnLoopback(t.database);
  const ask = async (headers: HeadersInit = {}) => {
    const response = await served.ask(`${gdp}?${at}`, { headers });
    await response.body?.cancel();
    assert.equal(response.headers.get("cache-control"), "no-cache");
    return { status: response.status, etag: response.headers.get("etag") ?? "" };
  };
  const { etag } = await ask();
  assert.deepEqual(await ask({ "if-none-match": etag }), { status: 304, etag });
  await t.client.query(
    `insert into macro_series (series_id, observation_date, revision_number, value, release_time)
    select id, '2023-10-01', 0, 1, '2024-01-01Z' from series_metadata where series_code = 'GDPC1'`,
  );
  const later = await ask({ "if-none-match": etag });
  assert.equal(later.status, 200);
  assert.notEqual(later.etag, etag);
});

serveTest(
  "what has one clock, asks for now, or is not settled yet is never immutable",
  async (t) => {
    await using served = serveOnLoopback(t.database);
    const recent = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());
    for (
      const path of [
        `${gdp}?asOf=now&${knownTo}`,
        `${gdp}?${at}&knownTo=${recent}`,
        `${gdp}?asOf=2999-01-01T00:00:00Z&${knownTo}`,
        `/v1/panel?series=ALFRED/GDPC1&${at}&asOf=now&${knownTo}`,
        `/v1/bars/SPX?frequency=daily&${at}`,
        `/v1/candles/binance/BTC/USDT?timeframe=1h&${at}`,
        `/v1/curves/US_TREASURY_PAR?day=2024-09-25&${at}`,
        "/v1/series",
      ]
    ) {
      const response = await served.ask(path);
      await response.body?.cancel();
      assert.deepEqual(
        [response.status, response.headers.get("cache-control")],
        [200, "no-cache"],
        path,
      );
    }
  },
);

serveTest("each format has its type, its name and its length", async (t) => {
  await using served = serveOnLoopback(t.database);
  const types: Readonly<Record<string, string>> = {
    json: "application/json",
    csv: "text/csv; charset=utf-8; header=present",
    jsonl: "application/x-ndjson",
    arrow: "application/vnd.apache.arrow.file",
    parquet: "application/vnd.apache.parquet",
  };
  for (const [format, type] of Object.entries(types)) {
    const byName = await served.ask(`${gdp}?${at}&format=${format}`);
    const byAccept = await served.ask(`${gdp}?${at}`, {
      headers: { accept: type.split(";")[0] ?? "" },
    });
    const bytes = await byName.bytes();
    assert.deepEqual(await byAccept.bytes(), bytes, format);
    for (const { headers } of [byName, byAccept]) {
      assert.equal(headers.get("content-type"), type);
      assert.equal(headers.get("content-length"), String(bytes.length));
      assert.equal(headers.get("vary"), "Accept");
      assert.equal(
        headers.get("content-disposition"),
        `inline; filename="ALFRED-GDPC1_as-of_2024-10-01T00-00.${format}"`,
      );
    }
  }
  const csv = await (await served.ask(`${gdp}?${at}&format=csv`)).text();
  const document = await (await served.ask(`${gdp}?${at}`)).json();
  const lines = await (await served.ask(`${gdp}?${at}&format=jsonl`)).text();
  assert.deepEqual(lines.trim().split("\n").map((line) => JSON.parse(line)), document.rows);
  assert.equal(csv.trim().split("\n").length, document.rows.length + 1);
  assert.deepEqual(document.columns[0], { name: "series_id", type: "int32" });
  const none = await (await served.ask(`${gdp}?asOf=1990-01-01T00:00:00Z`)).json();
  assert.deepEqual(none.rows, []);
});

serveTest(
  "a reader of files gets the parts that it asks for, all of the same answer",
  async (t) => {
    await using served = serveOnLoopback(t.database);
    const path = `${gdp}?asOf=now&format=parquet`;
    const head = await served.ask(path, { method: "HEAD" });
    const size = Number(head.headers.get("content-length"));
    assert.equal(head.headers.get("accept-ranges"), "bytes");
    // What is stored meanwhile is not in the parts.
    await t.client.query("delete from macro_series");
    const part = async (range: string, headers: HeadersInit = {}) => {
      const response = await served.ask(path, { headers: { range, ...headers } });
      const { status } = response;
      return {
        status,
        range: response.headers.get("content-range"),
        bytes: await response.bytes(),
      };
    };
    const first = await part("bytes=0-3");
    assert.deepEqual([first.status, first.range], [206, `bytes 0-3/${size}`]);
    const last = await part("bytes=-4");
    assert.deepEqual([last.range, last.bytes], [
      `bytes ${size - 4}-${size - 1}/${size}`,
      first.bytes,
    ]);
    const rest = await part("bytes=4-");
    assert.equal(rest.bytes.length, size - 4);
    const etag = head.headers.get("etag") ?? "";
    assert.equal((await part("bytes=0-3", { "if-range": etag })).status, 206);
    for (
      const [range, headers] of [
        ["bytes=0-3", { "if-range": '"another"' }],
        ["bytes=0-3,8-9", {}],
        ["bytes=9-3", {}],
        ["lines=0-3", {}],
      ] as const
    ) {
      const all = await part(range, headers);
      assert.deepEqual([all.status, all.bytes.length], [200, size], range);
    }
    const behind = await part(`bytes=${size}-`);
    assert.deepEqual([behind.status, behind.range], [416, `bytes */${size}`]);
    // A whole answer is always made anew.
    const whole = await served.ask(path);
    await whole.body?.cancel();
    assert.notEqual(whole.headers.get("etag"), etag);
  },
);

serveTest("pages of other origins are kept out, but for the one that may ask", async (t) => {
  await using closed = serveOnLoopback(t.database);
  await using open = serveOnLoopback(t.database, { cors: "https://notebook.example" });
  const origin = { origin: "https://notebook.example" };
  const asked = await closed.ask(`${gdp}?${at}`, { headers: origin });
  await asked.body?.cancel();
  assert.equal(asked.headers.get("access-control-allow-origin"), null);
  const refused = await closed.ask(`${gdp}?${at}`, { method: "OPTIONS", headers: origin });
  assert.equal(refused.status, 405);
  await refused.body?.cancel();
  for (const path of [`${gdp}?${at}`, `${gdp}?asOf=x`]) {
    const given = await open.ask(path, { headers: origin });
    await given.body?.cancel();
    assert.equal(given.headers.get("access-control-allow-origin"), "https://notebook.example");
  }
  const before = await open.ask(`${gdp}?${at}`, { method: "OPTIONS", headers: origin });
  assert.equal(before.status, 204);
  assert.equal(before.headers.get("access-control-allow-headers"), "Authorization, If-None-Match");
});
