import assert from "node:assert/strict";
import fc from "fast-check";
import { asOf } from "../../src/point_in_time/mod.ts";
import { endOfDay, zonedInstant } from "../../src/base/time/zoned_instant.ts";
import { bcb } from "../../src/sources/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { type BcbSeries, bcbStandIn, realBcbSeries } from "../support/bcb/mod.ts";
import { anyHistory, dailyHistory, knownOn } from "../support/fred/mod.ts";
import { fetchNow, fetchTest, knownAt, serverFetchTest, sourceErrorOf } from "./fetch_support.ts";

const ZONE = "America/Sao_Paulo";
const noon = (day: string) => zonedInstant(day, { time: "12:00", zone: ZONE });
const ipca = { source: "BCB SGS", code: "433" };
const daily: BcbSeries = { ...dailyHistory({ vintages: 3000 }), code: 11, isDaily: true };

fetchTest(
  "bcb: what a fetch first sees is known from then on, and the caller is told",
  async (db) => {
    let now = noon("2026-07-01");
    await using server = bcbStandIn(await realBcbSeries(), { now: () => now });
    const source = bcb({ baseUrl: server.url });
    const first = await fetchNow(db, source, "433", { clock: () => now });
    assert.deepEqual([first.given, first.inserted, first.isNew], [17, 17, true]);
    assert.match(first.notes.join(), /^SGS does not say when values were published: .* assumeLag/);
    assert.deepEqual(await knownAt(db, ipca, new Date(now.getTime() - 1)), {});
    assert.equal(Object.keys(await knownAt(db, ipca, now)).length, 17);
    const kinds = new Set((await asOf(db, { series: ipca, at: now, withKind: true })).map(
      ({ vintageKind }) => vintageKind,
    ));
    assert.deepEqual([...kinds], ["observed"]);

    const second = await fetchNow(db, source, "433", { clock: () => now });
    assert.deepEqual([second.inserted, second.isNew, second.notes], [0, false, []]);
    now = noon("2026-08-10");
    const third = await fetchNow(db, source, "433", { clock: () => now });
    assert.deepEqual([third.inserted, third.notes], [2, []]);
    assert.equal((await knownAt(db, ipca, now))["2026-07-01"], 0.07);
    assert.equal((await knownAt(db, ipca, new Date(now.getTime() - 1)))["2026-07-01"], undefined);
  },
);

serverFetchTest(
  "bcb: assumeLag dates history after the end of its period, and never the rest",
  async (db) => {
    let now = noon("2026-07-11");
    await using server = bcbStandIn(await realBcbSeries(), { now: () => now });
    const source = bcb({ baseUrl: server.url });
    const settings = { assumeLag: "10 days" };
    const first = await fetchNow(db, source, "433", { clock: () => now, settings });
    assert.deepEqual([first.inserted, first.notes], [18, []]);
    // May 2025 ends with its last day; ten days later it is the end of 10 June.
    const release = endOfDay("2025-06-10", ZONE);
    assert.equal((await knownAt(db, ipca, release))["2025-05-01"], 0.26);
    const before = new Date(release.getTime() - 1);
    assert.equal((await knownAt(db, ipca, before))["2025-05-01"], undefined);
    const kindOf = async (day: string) =>
      (await asOf(db, { series: ipca, at: now, withKind: true, from: day, to: day }))
        .map(({ vintageKind, releaseTime }) => [vintageKind, releaseTime.toISOString()]);
    assert.deepEqual(await kindOf("2025-05-01"), [["assumed", release.toISOString()]]);
    // June's lag ended with the day before; a day less and it would have been known by this answer.
    assert.deepEqual(await kindOf("2026-06-01"), [
      ["assumed", endOfDay("2026-07-10", ZONE).toISOString()],
    ]);
    now = noon("2026-08-30");
    const second = await fetchNow(db, source, "433", { clock: () => now });
    assert.equal(second.inserted, 1);
    assert.deepEqual(await kindOf("2026-07-01"), [["observed", now.toISOString()]]);
    const third = await fetchNow(db, source, "433", {
      clock: () => now,
      settings: { assumeLag: "P1D" },
    });
    assert.deepEqual(third.inserted, 0);
    assert.match(third.notes.join(), /^assumeLag=P1D changes nothing/);
  },
);

serverFetchTest(
  "bcb: a lag that is not over yet leaves a value known from the fetch on",
  async (db) => {
    const now = noon("2026-07-11");
    await using server = bcbStandIn(await realBcbSeries(), { now: () => now });
    await fetchNow(db, bcb({ baseUrl: server.url }), "433", {
      clock: () => now,
      settings: { assumeLag: "P2M" },
    });
    const rows = await asOf(db, { series: ipca, at: now, withKind: true, from: "2026-04-01" });
    assert.deepEqual(rows.map((row) => [row.observationDate, row.vintageKind]), [
      ["2026-04-01", "assumed"],
      ["2026-05-01", "observed"],
      ["2026-06-01", "observed"],
    ]);
  },
);

serverFetchTest(
  "bcb: a daily series comes in windows of ten years, killed between them or not",
  async (db) => {
    const now = noon("2026-06-01");
    await using server = bcbStandIn([daily], { now: () => now });
    const source = bcb({ baseUrl: server.url });
    const options = { clock: () => now, settings: { assumeLag: "P1D" }, since: "1980-01-01" };
    for (let kills = 0;; kills++) {
      const killer = new AbortController();
      const { length } = server.traffic.requests;
      const onProgress = () => {
        // A window of its own was stored since the fetch began.
        if (server.traffic.requests.length > length + 2) killer.abort(new Error("killed"));
      };
      try {
        await fetchNow(db, source, "11", { ...options, onProgress, signal: killer.signal });
        assert.ok(kills >= 2, `${kills} kills`);
        break;
      } catch (error) {
        assert.match(String(error), /killed/);
      }
    }
    assert.deepEqual(
      server.traffic.requests.filter(({ status }) => status !== 200 && status !== 404),
      [],
    );
    // SGS has no row for a day without a value.
    const known = [...knownOn(daily, "2026-06-01")].filter(([, value]) => value !== null);
    const found = await knownAt(db, { source: "BCB SGS", code: "11" }, now);
    assert.deepEqual(found, Object.fromEntries(known));
    const again = await fetchNow(db, source, "11", { clock: () => now });
    assert.deepEqual([again.inserted, again.requests], [0, 1]);
  },
);

Deno.test("bcb: any revision history reads as the fetches saw it, with kills between", async () => {
  await using db = await createTestDatabase();
  let code = 900_000;
  await fc.assert(
    fc.asyncProperty(
      anyHistory,
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      async (history, pauses, kills) => {
        const series = { code: ++code, isDaily: false, vintages: history.vintages };
        let now = noon("1996-12-21");
        await using server = bcbStandIn([series], { now: () => now });
        const source = bcb({ baseUrl: server.url });
        const settings = { name: "x", unit: "x", frequency: "monthly" };
        // The service has today's values alone, so the plain reading is that of the fetches.
        const seen = new Map<string, number | null>();
        const expected: (readonly [Date, Record<string, number | null>])[] = [];
        for (const [index, days] of pauses.entries()) {
          now = new Date(now.getTime() + days * 86_400_000);
          const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
            .toZonedDateTimeISO(ZONE).toPlainDate().toString();
          const current = knownOn(history, today);
          const hasValue = [...current.values()].some((value) => value !== null);
          if (!hasValue && expected.length === 0) continue;
          if (kills[index]) await killed(db, source, { code: String(series.code), now, settings });
          await fetchNow(db, source, String(series.code), { clock: () => now, settings });
          // The stand-in has no row where there is no value; such a fetch sees nothing new.
          for (const [day, value] of current) if (value !== null) seen.set(day, value);
          expected.push([now, Object.fromEntries([...seen].sort())]);
        }
        for (const [at, values] of expected) {
          const of = { source: "BCB SGS", code: String(series.code) };
          assert.deepEqual(await knownAt(db, of, at), values);
        }
      },
    ),
    { numRuns: 25 },
  );
});

async function killed(
  db: Parameters<typeof fetchNow>[0],
  source: ReturnType<typeof bcb>,
  { code, now, settings }: {
    readonly code: string;
    readonly now: Date;
    readonly settings: Record<string, string>;
  },
): Promise<void> {
  const killer = new AbortController();
  let steps = 0;
  await assert.rejects(fetchNow(db, source, code, {
    clock: () => now,
    settings,
    signal: killer.signal,
    onProgress: () => {
      if (++steps === 2) killer.abort(new Error("killed"));
    },
  }));
}

serverFetchTest(
  "bcb: what goes wrong is said in words, and nothing of that page is stored",
  async (db) => {
    await using server = bcbStandIn([...await realBcbSeries(), daily]);
    const source = bcb({ baseUrl: server.url });
    const fetching = (code: string, settings?: Record<string, string>) =>
      fetchNow(db, source, code, settings === undefined ? {} : { settings });

    await assert.rejects(fetching("99"), {
      name: "ConfigError",
      message:
        'Cannot fetch "bcb/99": SGS does not tell the name, unit and frequency of a series, ' +
        "set name, unit, frequency (--set=unit=percent; they stand in https://www3.bcb.gov.br/sgspub)",
    });
    await assert.rejects(
      fetching("99", { name: "x", unit: "x", frequency: "often" }),
      /Cannot take "often" as the frequency/,
    );
    await assert.rejects(
      fetching("433", { assumeLag: "soon" }),
      /Cannot read "soon" as a publication/,
    );
    const unknown = await sourceErrorOf(
      fetching("99", { name: "x", unit: "x", frequency: "daily" }),
    );
    assert.equal(unknown.code, "unknown_series");
    assert.match(
      unknown.message,
      /^Cannot fetch "bcb\/99": SGS answers with no values, as to a code that it does not have, look/,
    );
    assert.match((await sourceErrorOf(fetching("IPCA"))).message, /its codes are whole numbers/);
    const mistaken = await sourceErrorOf(fetching("11", { frequency: "monthly" }));
    assert.match(mistaken.message, /no máximo, 10 anos em séries .*, set frequency to daily$/);

    server.failWhen(({ endpoint }) => endpoint.endsWith("/dados") ? { kind: "html" } : null);
    const html = await sourceErrorOf(fetching("433"));
    assert.equal(html.code, "answer");
    assert.match(html.message, /answered 200 with an HTML page instead of JSON, try again later/);
    server.failWhen(({ parameters }) =>
      "dataInicial" in parameters ? { kind: "status", status: 504 } : null
    );
    assert.match((await sourceErrorOf(fetching("433"))).message, /answered 504, try again later/);
    server.failWhen(({ parameters }) =>
      parameters["dataFinal"] === undefined ? { kind: "truncated" } : null
    );
    assert.match((await sourceErrorOf(fetching("433"))).message, /with JSON that is cut off/);
    const changed = (change: (body: string) => string) =>
      server.failWhen(({ status }) => status === 200 ? { kind: "body", change } : null);
    changed((body) => body.replaceAll('"valor"', '"value"'));
    assert.match(
      (await sourceErrorOf(fetching("433"))).message,
      /is not what it documents \(0\.valor: .*\), look for a newer version/,
    );
    changed((body) => body.replaceAll(/"\d\d\/(\d\d)\/(\d{4})"/g, '"$2-$1"'));
    assert.match((await sourceErrorOf(fetching("433"))).message, /"2025-01" is not a day like/);
    changed((body) => body.replace(/"valor":"[^"]*"/, '"valor":"1e400"'));
    assert.match(
      (await sourceErrorOf(fetching("433"))).message,
      /cannot be stored \(value: .*1e400.*\), nothing of that page is stored/,
    );
    assert.deepEqual(await knownAt(db, ipca, new Date()), {});
    // The next fetch goes on, and takes a busy hour in its stride.
    server.failWhen(null);
    server.failNext({ kind: "html" }, { kind: "status", status: 502 }, { kind: "cut" });
    assert.equal((await fetching("433")).inserted, 19);
  },
);
