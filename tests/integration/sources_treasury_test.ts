import assert from "node:assert/strict";
import { zonedInstant } from "../../src/base/time/zoned_instant.ts";
import { readFacts } from "../../src/sample/read_facts.ts";
import { curves } from "../../src/schema/mod.ts";
import { treasury } from "../../src/sources/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";
import { curveDays, realCurveDays, treasuryStandIn } from "../support/treasury/mod.ts";
import {
  fetchNow,
  type FetchTarget,
  fetchTest,
  serverFetchTest,
  sourceErrorOf,
} from "./fetch_support.ts";

const evening = (day: string) => zonedInstant(day, { time: "19:00", zone: "America/New_York" });

/** The stored points, each as a line. */
async function stored({ db }: FetchTarget): Promise<string[]> {
  const rows = await db.select().from(curves);
  return rows.map(({ curveId, curveDate, tenorDays, tenorLabel, rate, curveType, source }) =>
    [curveId, curveDate, tenorDays, tenorLabel, rate, curveType, source].join(" ")
  ).sort();
}

fetchTest("treasury: the real curves are stored as the sample stores them", async (db) => {
  const now = evening("2023-11-01");
  await using server = treasuryStandIn(await realCurveDays(), { now: () => now });
  const source = treasury({ baseUrl: server.url });
  const { inserted } = await fetchNow(db, source, "par", { clock: () => now, since: "2023-01-01" });
  const sample = await readFacts("tests/data");
  assert.equal(inserted, 24 * 13);
  assert.deepEqual(
    await stored(db),
    sample.curves.map(({ curveId, curveDate, tenorDays, tenorLabel, rate, curveType, source }) =>
      [curveId, curveDate, tenorDays, tenorLabel, rate, curveType, source].join(" ")
    ).sort(),
  );
});

serverFetchTest(
  "treasury: every tenor of 37 years is stored, killed between the years or not, and once",
  async (db) => {
    const days = curveDays("1990-01-02", "2026-06-16");
    let now = evening("2026-06-15");
    await using server = treasuryStandIn(days, { now: () => now });
    const source = treasury({ baseUrl: server.url });
    const killer = new AbortController();
    const onProgress = () => {
      if (server.traffic.requests.length === 12) killer.abort(new Error("killed"));
    };
    await assert.rejects(
      fetchNow(db, source, "par", { clock: () => now, onProgress, signal: killer.signal }),
      /killed/,
    );
    const before = server.traffic.requests.length;
    await fetchNow(db, source, "par", { clock: () => now });
    // The last stored year may have gone on; none before it is asked for again.
    assert.equal(server.traffic.requests.length - before, 37 - 12 + 1);
    const expected = days.filter(({ day }) => day <= "2026-06-15")
      .flatMap(({ day, yields }) =>
        Object.entries(yields).map(([tenor, rate]) => `${day} ${tenor} ${Number(rate)}`)
      );
    const found = await db.db.select().from(curves);
    assert.deepEqual(
      found.map(({ curveDate, tenorLabel, rate }) => `${curveDate} ${tenorLabel} ${rate}`).sort(),
      expected.sort(),
    );
    assert.equal(found.find(({ tenorLabel }) => tenorLabel === "1.5 Month")?.tenorDays, 45);

    const again = await fetchNow(db, source, "par", { clock: () => now });
    assert.deepEqual([again.requests, again.inserted, again.changed], [1, 0, 0]);
    now = evening("2026-06-16");
    const next = await fetchNow(db, source, "par", { clock: () => now });
    assert.deepEqual([next.requests, next.inserted, next.changed], [1, 14, 0]);
  },
);

serverFetchTest("treasury: a corrected rate replaces the former one", async (db) => {
  const now = evening("2023-11-01");
  await using server = treasuryStandIn(await realCurveDays(), { now: () => now });
  const source = treasury({ baseUrl: server.url });
  const options = { clock: () => now, since: "2023-01-01" };
  await fetchNow(db, source, "par", options);
  server.failWhen(() => ({ kind: "body", change: (body) => body.replace(",5.04\n", ",5.05\n") }));
  const { inserted, changed } = await fetchNow(db, source, "par", options);
  assert.deepEqual([inserted, changed], [0, 1]);
  assert.ok(
    (await stored(db)).includes("US_TREASURY_PAR 2023-10-31 10950 30 Yr 5.05 par US Treasury"),
  );
});

/** Puts validators before a stand-in, as caches do. */
function withValidators(
  server: StandIn,
): { readonly url: string; readonly statuses: number[]; stop(): Promise<void> } {
  const statuses: number[] = [];
  const proxy = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const answer = await fetch(`${server.url}${pathname}${search}`);
      const body = await answer.text();
      const etag = `"${body.length}"`;
      const isSame = request.headers.get("if-none-match") === etag;
      statuses.push(isSame ? 304 : 200);
      const headers = { etag, date: answer.headers.get("date") ?? "" };
      return new Response(isSame ? null : body, { status: isSame ? 304 : 200, headers });
    },
  );
  return { url: `http://127.0.0.1:${proxy.addr.port}`, statuses, stop: () => proxy.shutdown() };
}

serverFetchTest("treasury: the current year is asked for only if it changed", async (db) => {
  let now = evening("2023-10-30");
  await using server = treasuryStandIn(await realCurveDays(), { now: () => now });
  const proxy = withValidators(server);
  const source = treasury({ baseUrl: proxy.url });
  const options = { clock: () => now, since: "2023-01-01" };
  await fetchNow(db, source, "par", options);
  const same = await fetchNow(db, source, "par", options);
  assert.deepEqual([same.given, same.inserted], [0, 0]);
  now = evening("2023-10-31");
  assert.equal((await fetchNow(db, source, "par", options)).inserted, 13);
  assert.deepEqual(proxy.statuses, [200, 304, 200]);
  await proxy.stop();
});

serverFetchTest(
  "treasury: what goes wrong is said in words, and nothing of that page is stored",
  async (db) => {
    const now = evening("2023-11-01");
    await using server = treasuryStandIn(await realCurveDays(), { now: () => now });
    const source = treasury({ baseUrl: server.url });
    const failing = async (code = "par") =>
      (await sourceErrorOf(fetchNow(db, source, code, { clock: () => now, since: "2023-01-01" })))
        .message;
    assert.match(
      await failing("real"),
      /^Cannot fetch "treasury\/real": .* is called par, fetch that$/,
    );
    const changed = (change: (body: string) => string) =>
      server.failWhen(() => ({ kind: "body", change }));
    const cases: readonly (readonly [(body: string) => string, RegExp])[] = [
      [(body) => body.replace("4 Mo", "4 Moons"), /its column "4 Moons" is no tenor/],
      [(body) => body.replace("Date", "Day"), /its first column is "Day" instead of Date/],
      [(body) => body.replace("10/31/2023", "31/10/2023"), /"31\/10\/2023" is no day of 2023 like/],
      [(body) => body.replace("10/31/2023", "10/31/2022"), /"10\/31\/2022" is no day of 2023/],
      [(body) => body.replace("5.56", "1e400"), /cannot be stored \(rate: .*1e400/],
      [
        (body) => body.slice(0, Math.floor(body.length / 2)),
        /answered 200 with CSV that is cut off or has/,
      ],
      [() => "<html><body>Maintenance</body></html>", /answered 200 with an HTML page, try again/],
    ];
    for (const [change, expected] of cases) {
      changed(change);
      assert.match(await failing(), expected);
    }
    assert.deepEqual(await stored(db), []);
    server.failWhen(null);
    server.failNext({ kind: "cut" }, { kind: "truncated" });
    assert.equal(
      (await fetchNow(db, source, "par", { clock: () => now, since: "2023-01-01" })).inserted,
      24 * 13,
    );
  },
);
