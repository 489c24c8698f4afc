import assert from "node:assert/strict";
import { StrataError } from "../../../src/base/errors.ts";
import { insertRows, RowsError } from "../../../src/ingest/mod.ts";
import { marketData } from "../../../src/schema/mod.ts";
import { fetchSeries, fred, type SeriesSource, SourceError } from "../../../src/sources/mod.ts";
import { FaultProxy } from "../../support/fault_proxy.ts";
import { noLimit } from "../../support/no_limit.ts";
import { dailyHistory, fredKey, fredStandIn } from "../../support/fred/mod.ts";
import type { Fault } from "../../support/stand_in/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { Journal, judgeJournal } from "../journal.ts";
import { randomNumbers } from "../../support/random.ts";
import { faultyPool, writerTest } from "./journaled.ts";
import { numberedBar, numberedVintage, storedVintages, vintageEntry } from "./kinds.ts";

const seed = seedOfRun();
const chance = randomNumbers(seed);

const PAGE = 10;

/** The fault of an answer to `offset`, in a list of pages of ten. */
type Lie = (offset: number) => Fault | null;

/** Gives the first page again for every later one. */
function repeatedPages(): Lie {
  let first = "";
  return (offset) => ({
    kind: "body",
    change: (body) => {
      if (offset === 0) first = body;
      return first;
    },
  });
}

/** An observation comes to the front of the list once its first page is out. */
function changedUnderWay(): Lie {
  let last: unknown;
  return (offset) => ({
    kind: "body",
    change: (text) => {
      const body = JSON.parse(text);
      const before = last;
      last = body.observations.at(-1);
      if (offset === 0) return text;
      const shifted = [before, ...body.observations].slice(0, PAGE);
      return JSON.stringify({ ...body, count: body.count + 1, observations: shifted });
    },
  });
}

const lies: readonly (readonly [name: string, lie: () => Lie, said: RegExp])[] = [
  ["HTML for JSON", () => () => ({ kind: "html" }), /answered 200 with an HTML page/],
  ["JSON that is cut", () => () => ({ kind: "truncated" }), /JSON that is cut off/],
  ["a body that breaks", () => () => ({ kind: "cut" }), /"fred\/DAILY"/],
  ["a total that never comes", () => (offset) => ({
    kind: "body",
    change: (body) => JSON.stringify({ ...JSON.parse(body), count: 10_000 + offset }),
  }), /ends after \d+ of \d+, try again later/],
  ["repeated pages", repeatedPages, /gave entries twice, it changed while its pages were read/],
  ["a list that changes", changedUnderWay, /gave entries twice, it changed while its pages/],
];

writerTest(
  "a source that lies is named, stores nothing of it, and is fetched when it is well",
  async (t) => {
    const history = dailyHistory({ vintages: 4, snapshot: 35 });
    await using server = fredStandIn([history], {
      rates: [],
      limits: { observationsPage: PAGE },
    });
    const source = fred({
      key: fredKey,
      baseUrl: `${server.url}/fred`,
      limits: { vintages: 1, observations: PAGE },
    });
    const fetch = () => fetchSeries(t, source, "DAILY", { limiter: noLimit, repeatAfterMs: 5 });
    for (const [name, makeLie, said] of lies) {
      const lie = makeLie();
      server.failWhen(({ endpoint, parameters }) =>
        endpoint.endsWith("observations") ? lie(Number(parameters.offset ?? 0)) : null
      );
      const error = await fetch().catch((error) => error);
      assert.ok(error instanceof SourceError, `${name}: ${Deno.inspect(error)}`);
      assert.match(error.message, said, name);
      assert.deepEqual(await storedVintages(t.client), [], name);
    }
    server.failWhen(null);
    const { inserted } = await fetch();
    assert.equal((await storedVintages(t.client)).length, inserted);
    const days = new Set(history.vintages.flatMap(({ observations }) => Object.keys(observations)));
    const { rows: [stored] } = await t.client.query(
      "select count(distinct observation_date)::int as n from macro_series",
    );
    assert.equal(stored.n, days.size);
    assert.equal((await fetch()).inserted, 0);
    await recordFigures("source-lies", { faults: lies.length, writes: inserted, lost: 0 });
  },
);

/** A source of numbered vintages that breaks now and then. */
function breaking(
  { pages, break: breaks }: {
    readonly pages: number;
    readonly break: (page: number, signal: AbortSignal) => Promise<void>;
  },
): SeriesSource {
  return {
    gives: "series",
    name: "numbers",
    title: "NUMBERS",
    baseUrl: "http://127.0.0.1",
    authType: "none",
    ratePerMinute: 60,
    locale: "en-US",
    zone: "UTC",
    describe: () =>
      Promise.resolve({
        name: "Numbers",
        unit: "index",
        frequency: "monthly",
        country: "US",
        releaseTimezone: "UTC",
      }),
    async *vintages({ cursor }, { signal }) {
      for (let page = Number(cursor ?? 0); page < pages; page++) {
        await breaks(page, signal);
        yield { vintages: pageOf(page).vintages, cursor: String(page + 1) };
      }
    },
  };
}

/** A page of the source: ten months in two releases, and what the journal notes of them. */
function pageOf(page: number) {
  const rows = Array.from({ length: 20 }, (_, i) => numberedVintage(page * 400 + i * 20));
  return {
    vintages: rows.map(({ observationDate, value, releaseTime }) => ({
      observationDate,
      value: value as number, // as: a numbered vintage always has one
      releaseTime,
      kind: "native" as const, // not a string at large
    })),
    entries: rows.map((row) => vintageEntry({ ...row, seriesId: 0 })),
  };
}

writerTest(
  "a source that throws or stalls at any page goes on from its last stored one",
  async (t) => {
    await using journal = await Journal.create();
    const pages = effort({ short: 12, long: 200 });
    let isWell = false;
    const breaks = async (page: number, signal: AbortSignal): Promise<void> => {
      // The last page always breaks, so that no seed leaves the source well.
      if (isWell || (page < pages - 1 && chance() < 0.6)) return;
      if (chance() < 0.5) throw new TypeError("Cannot read properties of undefined");
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    };
    const source = breaking({ pages, break: breaks });
    for (let page = 0; page < pages; page++) journal.sent(pageOf(page).entries);
    const known = new Set<string>();
    let faults = 0;
    const fetch = async (): Promise<number> => {
      const { inserted } = await fetchSeries(t, source, "N", {
        limiter: noLimit,
        signal: AbortSignal.timeout(isWell ? 60_000 : 500),
      });
      return inserted;
    };
    const stored = async () =>
      (await storedVintages(t.client)).map(({ key, value }) => ({
        key: `0 ${key.slice(key.indexOf(" ") + 1)}`,
        value,
      }));
    for (; faults < effort({ short: 4, long: 60 });) {
      const error = await fetch().then(() => undefined, (error) => error);
      if (error === undefined) break;
      faults++;
      assert.ok(
        error instanceof SourceError || error.name === "TimeoutError",
        `${Deno.inspect(error)} (seed ${seed})`,
      );
      // A cursor that is stored acknowledges every page before it.
      const { rows: [at] } = await t.client.query(
        "select cursor from strata_ingest.followed_series where code = 'N'",
      );
      for (let page = 0; page < Number(at?.cursor ?? 0); page++) {
        const fresh = pageOf(page).entries.filter(({ key }) => !known.has(key));
        for (const { key } of fresh) known.add(key);
        journal.acknowledged(fresh);
      }
    }
    isWell = true;
    const verdict = await judgeJournal(journal, { stored, again: fetch });
    assert.ok(faults > 0, `the source was well (seed ${seed})`);
    await recordFigures("source-breaks", { faults, writes: verdict.acknowledged, lost: 0 });
  },
);

writerTest(
  "a fetch whose connections are reset at any page fails by name, and goes on",
  async (t) => {
    await using proxy = await FaultProxy.before(t.url);
    await using database = faultyPool(proxy.through(t.url));
    await using journal = await Journal.create();
    const pages = effort({ short: 6, long: 60 });
    for (let page = 0; page < pages; page++) journal.sent(pageOf(page).entries);
    let resets = 0;
    const breaks = (page: number): Promise<void> => {
      if (page === resets && page < pages) {
        resets++;
        proxy.faults = { loseAnswerTo: "strata_ingest.followed_series" };
      }
      return Promise.resolve();
    };
    const source = breaking({ pages, break: breaks });
    const signal = AbortSignal.timeout(60_000);
    const fetch = () => fetchSeries(database, source, "N", { limiter: noLimit, signal });
    let faults = 0;
    for (let isDone = false; !isDone;) {
      const error = await fetch().then(() => undefined, (error) => error);
      proxy.heal();
      isDone = error === undefined;
      if (isDone) break;
      faults++;
      assert.ok(error instanceof StrataError, Deno.inspect(error));
    }
    const verdict = await judgeJournal(journal, {
      stored: async () =>
        (await storedVintages(t.client)).map(({ key, value }) => ({
          key: `0 ${key.slice(key.indexOf(" ") + 1)}`,
          value,
        })),
      again: async () => (await fetch()).inserted,
    });
    assert.ok(faults > 0, "no fetch felt a reset");
    await recordFigures("source-breaks", { faults, writes: verdict.stored, lost: 0 });
  },
);

writerTest(
  "a bad row first, in the middle and last stores nothing, or whole batches before it",
  async (t) => {
    const count = 90;
    for (const place of [0, 45, count - 1]) {
      for (const commitEach of [false, true]) {
        const rows = Array.from({ length: count }, (_, n) => ({
          ...numberedBar(n),
          ...(n === place ? { close: NaN } : {}),
        }));
        await assert.rejects(
          insertRows(t.db, marketData, rows, { batchRows: 20, commitEach }),
          (error) => error instanceof RowsError && error.problems[0]?.row === place + 1,
        );
        const { rows: [stored] } = await t.client.query(
          "select count(*)::int as n from market_data",
        );
        assert.equal(stored.n, commitEach ? Math.floor(place / 20) * 20 : 0);
        await t.client.query("truncate market_data");
        await recordFigures("bad-row", { inputs: 1, lost: 0 });
      }
    }
  },
);
