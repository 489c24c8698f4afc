import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { readingTest } from "./point_in_time_support.ts";
import { seed, until } from "./serve_support.ts";
import { serverTest } from "../support/mod.ts";
import { openPool, serveDashboardOn } from "./dashboard_support.ts";

const evil = `<script>alert("x")</script>`;

readingTest("the dashboard shows every section, each text escaped", async (t) => {
  const { client, database } = t;
  await seed(client);
  await client.query("update series_metadata set name = $1 where series_code = 'GDPC1'", [evil]);
  await client.query("insert into curves values ($1, '2024-09-25', 365, $1, 3.9)", [evil]);
  await client.query(`create table "<b>""odd" (time timestamptz not null, value float8)`);
  await client.query(`select create_hypertable('"<b>""odd"', by_range('time'))`);
  await client.query(`insert into "<b>""odd" values ('2026-01-01Z', 1)`);
  await using served = serveDashboardOn(database, t.url);
  const paths = [
    "/",
    "/migrations",
    "/series",
    `/series?q=${encodeURIComponent(evil)}`,
    "/series/1",
    "/curves",
    `/curves?name=${encodeURIComponent(evil)}`,
    "/candles",
    `/candles?key=${encodeURIComponent(evil)}`,
    `/tables/public/${encodeURIComponent('<b>"odd')}`,
    `/tables/public/${encodeURIComponent(evil)}`,
    `/${encodeURIComponent(evil)}`,
    `/series/${encodeURIComponent(evil)}`,
  ];
  const pages = new Map<string, string>();
  for (const path of paths) {
    const { html, words, headers } = await served.page(path);
    pages.set(path, words);
    assert.doesNotMatch(html, /<script>|alert\("x"\)|<b>"|\sstyle=/, path);
    assert.match(
      headers.get("content-security-policy") ?? "",
      /default-src 'none'; script-src 'self'/,
    );
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
  }
  let overview = "";
  await until("the migrations are read", async () => {
    overview = (await served.page("/")).words;
    return overview.includes(`All ${migrations.length} migrations applied`);
  });
  assert.match(overview, /PostgreSQL \d+\.\d+, TimescaleDB 2\.\d+\.\d+/);
  assert.match(
    overview,
    /timescaledb ✓ works 3 ms.*kafka – not here.*! warning Ten chunks are old timescaledb, thin-segments call mend/,
  );
  assert.match(overview, /"<b>""odd" size .* rows .* chunks .*macro_series size /);
  assert.match(overview, /Nothing is late/);
  assert.match(pages.get("/series") ?? "", /ALFRED GDPC1 .*2024-07-01 23,386\.248/);
  assert.match(
    pages.get("/series/1") ?? "",
    /First release against today.*2024-07 23,386\.248.*Revisions .*2024-04 new \+0\.03 \+1\.30/,
  );
  assert.match(pages.get("/curves") ?? "", /<script>alert\("x"\)<\/script> .*2024-09-25/);
  assert.match(
    pages.get("/candles") ?? "",
    /BTC\/USDT binance, candles of 1h .*107 missing.*never fetched/,
  );
  assert.match(pages.get("/migrations") ?? "", /0014_speed_up_read_functions ✓ applied/);
  assert.match(
    pages.get(`/tables/public/${encodeURIComponent('<b>"odd')}`) ?? "",
    /Chunks .* not compressed/,
  );

  for (
    const [path, status] of [
      ["/series/999", 404],
      ["/nowhere", 404],
      ["/series?page=x", 400],
      ["/curves?day=2024-02-30", 400],
      ["/candles?to=yesterday", 400],
      ["/assets/../deno.json", 404],
    ] as const
  ) {
    const page = await served.page(path);
    assert.equal(page.status, status, path);
    assert.match(page.words, /Cannot /, path);
  }
});

serverTest(
  "timescaledb",
  "the dashboard reads in transactions that can write nothing",
  async (_t, db) => {
    const { client } = db;
    await client.query("create table written (at timestamptz)");
    await client.query(
      `create function write_something() returns boolean language plpgsql as $$
      begin insert into written values (now()); return true; end $$`,
    );
    await client.query(
      "create view curves as select 'x' as curve_id, 1 as tenor_days where write_something()",
    );
    await using database = openPool(db.url);
    await using served = serveDashboardOn(database, db.url);
    const { words, status } = await served.page("/curves");
    assert.equal(status, 503);
    assert.match(words, /Cannot read the data: cannot execute INSERT in a read-only transaction/);
    assert.equal((await client.query("select from written")).rows.length, 0);
  },
);
