import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { recordSchedule } from "../../src/ingest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { bcbStandIn, realBcbSeries } from "../support/bcb/mod.ts";
import {
  type FredHistory,
  fredKey,
  fredStandIn,
  knownOn,
  realVintages,
} from "../support/fred/mod.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";
import { fetchTask, startFetch } from "./sources_task_support.ts";

const known = async ({ database }: ReadingTest, code: string, at: Date) =>
  (await asOf(database, { series: { source: "ALFRED", code }, at })).map(({ value }) => value);

readingTest("fetch: from a key to an answer, and a week later only what is new", async (t) => {
  const now = new Date();
  // The real vintages, moved so that the last one was released three days ago.
  const [gdp] = (await realVintages()).map((history) => upTo(history, now));
  assert.ok(gdp);
  const shorter = { ...gdp, vintages: gdp.vintages.slice(0, -1) };
  await using server = fredStandIn([shorter], { rates: [] });
  const env = { FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey };
  const options = { url: t.url, env };

  assert.match((await fetchTask(["list"], options)).stdout, /Nothing is followed yet/);
  const first = await fetchTask(["fred", "GDPC1"], options);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /✓ pass {2}fred\/GDPC1 {2}\d+ new of \d+ values, 6 requests/);
  const before = await known(t, "GDPC1", now);
  assert.match((await fetchTask(["list"], options)).stdout, /fred\/GDPC1 .* UTC .* ok/);
  const again = JSON.parse((await fetchTask(["--json"], options)).stdout);
  assert.deepEqual([again.ok, again.fetched[0].inserted, again.fetched[0].requests], [true, 0, 2]);

  await using weekLater = fredStandIn([gdp], { rates: [] });
  const later = { url: t.url, env: { ...env, FRED_API_URL: `${weekLater.url}/fred` } };
  const dry = await fetchTask(["fred", "GDPC1", "--dry-run"], later);
  assert.match(dry.stdout, /[1-9]\d* new of/);
  assert.match(dry.stderr, /nothing is stored/);
  assert.deepEqual(await known(t, "GDPC1", now), before);
  const week = await fetchTask([], later);
  assert.match(week.stdout, /✓ pass {2}fred\/GDPC1 {2}[1-9]\d* new of/);
  const after = await known(t, "GDPC1", now);
  assert.notDeepEqual(after, before);
  assert.deepEqual(after, [...knownOn(gdp, now.toISOString().slice(0, 10)).values()]);

  const forgot = await fetchTask(["forget", "fred", "GDPC1"], options);
  assert.match(forgot.stdout, /Forgot fred\/GDPC1; what it stored stays/);
  assert.deepEqual(await known(t, "GDPC1", now), after);
  assert.equal((await fetchTask(["forget", "fred", "GDPC1"], options)).code, 1);
});

readingTest(
  "fetch forget: takes codes with slashes, alone and as the list writes them",
  async (t) => {
    const options = { url: t.url, env: {} };
    await t.client.query(
      `insert into strata_ingest.followed_series (source, code, settings, facts)
      select s, c, '{}', '{}' from (values ('ecb', 'EXR/D.USD.EUR.SP00.A'), ('bis', 'WS_CBPOL/D.US'),
        ('fred', 'GDPC1'), ('fred', 'PAYEMS')) v (s, c)`,
    );
    const forgets = [
      ["ecb", "EXR/D.USD.EUR.SP00.A"],
      ["bis/WS_CBPOL/D.US", "fred/GDPC1"],
      ["fred", "PAYEMS"],
    ];
    for (const words of forgets) {
      const { code, stdout, stderr } = await fetchTask(["forget", ...words], options);
      assert.equal(code, 0, stdout + stderr);
    }
    assert.match((await fetchTask(["forget", "fred"], options)).stderr, /Cannot forget: name/);
    assert.match((await fetchTask(["list"], options)).stdout, /Nothing is followed yet/);
  },
);

readingTest("fetch: a source whose own code fails is named, and the others go on", async (t) => {
  await using server = fredStandIn(await realVintages(), { rates: [] });
  const env = { FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey };
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      file,
      `export const sources = [{
        name: "a-toy", title: "TOY", baseUrl: "http://127.0.0.1", authType: "none",
        ratePerMinute: 60, locale: "en", zone: "UTC", gives: "series",
        describe: (code) => code === "X" ? null.name : Promise.resolve({
          name: "Toy", unit: "index", frequency: "monthly", country: "US",
          releaseTimezone: "America/New_York",
        }),
        async *vintages() { const days = { error: "no" }; yield { vintages: days.map() }; },
      }];`,
    );
    const options = { url: t.url, env: { ...env, SOURCES_FILE: file } };
    assert.equal((await fetchTask(["fred", "GDP"], options)).code, 0);
    const own = await fetchTask(["a-toy", "X", "A"], options);
    assert.match(own.stdout, /fail {2}a-toy\/X {2}the source's own code failed \(TypeError: /);
    assert.match(own.stdout, /fail {2}a-toy\/A {2}.*days\.map is not a function/);
    const all = await fetchTask([], options);
    assert.equal(all.code, 1, all.stderr);
    assert.match(all.stdout, /✓ pass {2}fred\/GDP {2}nothing new/);
    assert.match((await fetchTask(["list"], options)).stdout, /a-toy\/A .*own code failed/);
  } finally {
    await Deno.remove(file);
  }
});

/** A history of which the newest vintage was released three days before an instant. */
function upTo(history: FredHistory, now: Date): FredHistory {
  const newest = history.vintages.at(-1)?.vintageDate ?? "";
  const days = Temporal.PlainDate.from(newest).until(now.toISOString().slice(0, 10)).total("days") -
    3;
  return {
    ...history,
    vintages: history.vintages.map((vintage) => ({
      ...vintage,
      vintageDate: Temporal.PlainDate.from(vintage.vintageDate).add({ days }).toString(),
    })),
  };
}

readingTest(
  "fetch: one source down, a wrong key and wrong words are told, and the rest is stored",
  async (t) => {
    await using server = fredStandIn(await realVintages(), { rates: [] });
    const env = { FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey };
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    try {
      await Deno.writeTextFile(
        file,
        `export const sources = [{
        name: "toy", title: "TOY", baseUrl: "http://127.0.0.1", authType: "none",
        ratePerMinute: 60, locale: "en", zone: "UTC", gives: "series",
        describe: () => Promise.resolve({
          name: "Toy", unit: "index", frequency: "monthly", country: "US",
          releaseTimezone: "America/New_York",
        }),
        async *vintages() {
          yield {
            vintages: [{ observationDate: "2024-01-01", value: "1.5",
              releaseTime: new Date("2024-02-01T00:00:00Z"), kind: "native" }],
            cursor: "2024-01-01",
          };
        },
      }];`,
      );
      const toy = await fetchTask(["toy", "A"], {
        url: t.url,
        env: { ...env, SOURCES_FILE: file },
      });
      assert.match(toy.stdout, /✓ pass {2}toy\/A {2}1 new of 1 values/, toy.stderr);
      assert.equal((await fetchTask(["fred", "GDP"], { url: t.url, env })).code, 0);

      const wrong = { ...env, SOURCES_FILE: file, FRED_API_KEY: "z".repeat(32) };
      const down = await fetchTask([], { url: t.url, env: wrong });
      assert.equal(down.code, 1);
      assert.match(down.stdout, /✗ fail {2}fred\/GDP {2}FRED refused the key, set FRED_API_KEY/);
      assert.match(down.stdout, /✓ pass {2}toy\/A {2}nothing new/);
      assert.ok(!`${down.stdout}${down.stderr}`.includes(wrong.FRED_API_KEY));
      const list = await fetchTask(["list"], { url: t.url, env });
      assert.match(list.stdout, /fred\/GDP .*FRED refused the key/);
      const unknown = await fetchTask([], { url: t.url, env });
      assert.match(unknown.stdout, /✗ fail {2}toy\/A .*SOURCES_FILE/);
    } finally {
      await Deno.remove(file);
    }
    for (
      const [args, words] of [
        [["frd", "GDP"], /known sources are fred/],
        [["fred"], /name its series/],
        [["fred", "GDP", "--since=2020"], /"2020" is not a day/],
        [["--since=2020-01-01"], /name the source and the series/],
        [["fred", "GDP", "--every=1"], /not a span/],
        [["fred", "GDP", "--set=unit"], /has no value/],
      ] as const
    ) {
      const { code, stderr } = await fetchTask(args, { url: t.url, env });
      assert.deepEqual([code, words.test(stderr)], [2, true], stderr);
    }
  },
);

readingTest("fetch: a series that lacks words does not stop the others", async (t) => {
  await using sgs = bcbStandIn(await realBcbSeries(), { rates: [] });
  const options = { url: t.url, env: { BCB_API_URL: sgs.url } };
  const two = await fetchTask(["bcb", "99999", "433"], options);
  assert.equal(two.code, 1, two.stderr);
  assert.match(two.stdout, /✗ fail {2}bcb\/99999 .*name, unit and frequency/s);
  assert.match(two.stdout, /✓ pass {2}bcb\/433 {2}[1-9]/);
  assert.match(two.stderr, /SGS does not say when values were published/);
});

readingTest("fetch list: what is due next, what is late, and what is to be fetched", async (t) => {
  await using server = fredStandIn(await realVintages(), { rates: [] });
  const env = { FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey };
  const options = { url: t.url, env };
  assert.equal((await fetchTask(["fred", "GDP"], options)).code, 0);
  // The real vintages end years ago, which is late by any calendar.
  await t.client.query("delete from release_calendar");
  const schedule = async (period: string, expectedAt: Date) =>
    await recordSchedule(t.database, {
      seriesId: JSON.parse((await fetchTask(["list", "--json"], options)).stdout)
        .followed[0].seriesId,
      knownAt: new Date(),
      releases: [{ period, expectedAt, zone: "America/New_York" }],
    });
  const list = async () => (await fetchTask(["list"], options)).stdout;
  assert.match(await list(), / ok$/m);
  await schedule("2098-10-01", new Date("2099-01-28T13:30:00Z"));
  assert.match(await list(), /2099-01-28 13:30 UTC {2}ok$/m);
  await schedule("2098-07-01", new Date());
  assert.match(await list(), /2099-01-28 13:30 UTC {2}to be fetched: 2098-07-01 was due 20/);
  await schedule("2098-04-01", new Date("2026-01-28T13:30:00Z"));
  assert.match(await list(), / late: 2098-04-01 was due 2026-01-28 13:30 UTC$/m);
  const { followed: [gdp] } = JSON.parse((await fetchTask(["list", "--json"], options)).stdout);
  assert.equal(gdp.nextRelease.period, "2098-10-01");
  assert.equal(gdp.overdue.expectedAt, "2026-01-28T13:30:00.000Z");
});

readingTest(
  "fetch --every: one process at a time, the next takes over, SIGTERM ends between two series",
  async (t) => {
    await using server = fredStandIn(await realVintages(), { rates: [] });
    const env = { FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey };
    const options = { url: t.url, env };
    assert.equal((await fetchTask(["fred", "GDP"], options)).code, 0);
    const holder = async () =>
      (await t.database.db.execute(sql`select holder from strata_ingest.leases
      where name = 'fetch --every' and until > now()`)).rows[0]?.["holder"];
    const first = await startFetch(["--every=1s"], options);
    const firstSays = readAll(first);
    const held = await until(holder);
    await until(() => firstSays.text.includes("fred/GDP  nothing new") || undefined);
    const second = await startFetch(["--every=1s"], options);
    const secondSays = readAll(second);
    await until(() => secondSays.text.includes("Another process fetches already") || undefined);
    assert.equal(await holder(), held, "the second waits");
    first.kill("SIGTERM");
    assert.equal((await first.status).code, 0);
    await until(async () => {
      const now = await holder();
      return now !== undefined && now !== held ? now : undefined;
    });
    second.kill("SIGTERM");
    assert.equal((await second.status).code, 0);
    await Promise.all([firstSays.end, secondSays.end]);
  },
);

/** Reads what a process says, while it runs. */
function readAll({ stdout, stderr }: Deno.ChildProcess) {
  const said = { text: "", end: Promise.all([stdout, stderr].map(read)) };
  async function read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) said.text += part;
  }
  return said;
}

/** Waits for what appears. */
async function until(find: () => unknown): Promise<unknown> {
  for (let left = 300; left > 0; left--) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error("it did not come within 30 seconds");
}
