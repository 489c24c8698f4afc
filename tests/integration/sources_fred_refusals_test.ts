import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { fetchSeries, fred, SourceError } from "../../src/sources/mod.ts";
import { dailyHistory, fredKey, realVintages } from "../support/fred/mod.ts";
import { readingTest } from "./point_in_time_support.ts";
import { fetchFrom, later, readAt, saidOn, standIn } from "./sources_fred_support.ts";
import { noLimit } from "../support/no_limit.ts";

readingTest(
  "fred: what goes wrong is said with source and series, and nothing half stored",
  async (t) => {
    const clock = later();
    const histories = await realVintages();
    await using server = standIn(histories, clock);
    const source = (key: string | undefined) => fred({ key, baseUrl: `${server.url}/fred` });
    const attempt = (code: string, key: string | undefined = fredKey) =>
      fetchSeries(t.database, source(key), code, { clock: () => clock.now, limiter: noLimit });
    const refused = async (code: string, pattern: RegExp, key?: string) => {
      const error = await attempt(code, key).catch((error) => error);
      assert.ok(error instanceof SourceError, String(error));
      assert.match(error.message, pattern);
      assert.ok(!error.message.includes(fredKey) && !error.message.includes("api_key="));
      return error.code;
    };
    assert.equal(await refused("NOPE", /"fred\/NOPE": FRED has no such series/), "unknown_series");
    assert.equal(await refused("GDP", /apikeys/, "z".repeat(32)), "key");
    const noKey = await fetchSeries(t.database, fred({ baseUrl: server.url }), "GDP", {
      limiter: noLimit,
    })
      .catch((error) => error);
    assert.match(noKey.message, /"fred\/GDP": FRED_API_KEY is not set/);
    server.failNext({ kind: "clock", offsetMs: 86_400_000 });
    assert.equal(await refused("GDP", /set this machine's clock/), "clock");
    // 1e400 is no number that a double holds.
    server.failWhen(({ endpoint }) =>
      endpoint.endsWith("observations")
        ? { kind: "body", change: (body) => body.replace(/"value":"[\d.]+"/, '"value":"1e400"') }
        : null
    );
    assert.equal(await refused("GDP", /"fred\/GDP": .*1e400/), "answer");
    server.failWhen(({ endpoint }) =>
      endpoint.endsWith("observations")
        ? { kind: "body", change: (body) => body.replaceAll('"realtime_start"', '"started"') }
        : null
    );
    assert.equal(await refused("GDP", /not what it documents .*realtime_start/), "answer");
    for (const list of ["observations", "vintage_dates"]) {
      server.failWhen(({ endpoint }) =>
        endpoint.endsWith(list.replace("_", ""))
          ? { kind: "body", change: (body) => JSON.stringify({ ...JSON.parse(body), [list]: [] }) }
          : null
      );
      assert.equal(await refused("GDP", /ends after 0 of [1-9]\d*, try again later/), "answer");
    }
    server.failWhen(null);
    assert.equal((await t.database.db.execute(sql`select 1 from macro_series`)).rows.length, 0);
    const [{ error } = { error: "" }] = (await t.database.db.execute(
      sql`select error from strata_ingest.followed_series where code = 'GDP'`,
    )).rows;
    assert.match(String(error), /ends after 0 of/);
    assert.ok((await attempt("GDP")).inserted > 0);
  },
);

readingTest(
  "fred: a vintage that is listed later than FRED's last change is fetched once it is",
  async (t) => {
    const clock = later();
    const history = dailyHistory({ vintages: 20, snapshot: 10 });
    const { vintageDate: newest } = history.vintages.at(-1) ?? { vintageDate: "" };
    await using server = standIn([history], clock);
    server.failWhen(({ endpoint }) =>
      endpoint.endsWith("vintagedates")
        ? {
          kind: "body",
          change: (body) => {
            const { vintage_dates: all, ...rest } = JSON.parse(body);
            const listed = all.filter((day: string) => day !== newest);
            return JSON.stringify({ ...rest, count: listed.length, "vintage_dates": listed });
          },
        }
        : null
    );
    await fetchFrom(t, server, "DAILY", { clock });
    assert.notDeepEqual(await readAt(t, "DAILY", clock.now), saidOn(history, newest));
    server.failWhen(null);
    await fetchFrom(t, server, "DAILY", { clock });
    assert.deepEqual(await readAt(t, "DAILY", clock.now), saidOn(history, newest));
  },
);

readingTest("fred: an archive that begins after the first fetch is pseudo too", async (t) => {
  const clock = later();
  const history = dailyHistory({ vintages: 2, snapshot: 10 });
  {
    await using server = standIn([{ ...history, isArchived: false }], clock);
    await fetchFrom(t, server, "DAILY", { clock });
  }
  await using server = standIn([{ ...history, lastUpdated: "2030-05-31 08:00:00-05" }], clock);
  await fetchFrom(t, server, "DAILY", { clock });
  const { rows } = await t.database.db.execute(
    sql`select vintage_kind as kind, count(*)::int as n from macro_series group by 1 order by 1`,
  );
  assert.deepEqual(rows.find(({ kind }) => kind === "pseudo"), { kind: "pseudo", n: 10 });
});
