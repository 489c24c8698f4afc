import assert from "node:assert/strict";
import { createDatabase } from "../../src/database/mod.ts";
import { loadCsv } from "../../src/ingest/mod.ts";
import { macroSeries, marketData, seriesMetadata, signals } from "../../src/schema/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { load, withFile } from "./load_csv_support.ts";

const gdp = "observation_date,GDP,S1,EMPTY\n2024-01-01,28624.069,3.7,\n2024-02-01,,3.9,\n";
const wide = [
  "--table=macro_series",
  "--wide=series",
  "--set=source=FRED",
  "--set=releaseTime=2024-11-20",
];
const made = [
  "--create=unit=percent",
  "--create=frequency=monthly",
  "--create=country=US",
  "--create=zone=America/New_York",
];

writeTest("load makes each missing series of a file once", async (database) => {
  const { url, client } = database;
  await withFile(gdp, async (file) => {
    const told = await load(url, [...wide, `--file=${file}`]);
    assert.equal(told.code, 2);
    assert.match(told.stderr, /got "FRED\/GDP", expected a series that is in series_metadata/);
    const [flags = "", ...others] = [
      ...told.stderr.matchAll(/add (--create unit=.*York) with the right/g),
    ]
      .map(([, text]) => text);
    assert.deepEqual([flags.length > 0, others], [true, []], told.stderr);
    const pasted = flags.split(" ");
    const own = ["--create=GDP.unit=billions of dollars", "--create=FRED/GDP.name=Product"];
    for (const inserted of [3, 0]) {
      const { code, stdout, stderr } = await load(
        url,
        [...wide, ...pasted, ...own, `--file=${file}`, "--json"],
      );
      assert.equal(code, 0, stderr);
      const result = JSON.parse(stdout);
      assert.equal(result.inserted, inserted, stdout);
      assert.deepEqual(
        result.created?.map(({ name }: { name: string }) => name),
        inserted === 0 ? undefined : ["FRED", "FRED/GDP", "FRED/S1"],
      );
    }
  });
  const { rows } = await client.query(
    `select name, series_code, unit, frequency, country, release_timezone as zone
      from series_metadata where id > 20 order by series_code`,
  );
  const rest = { frequency: "monthly", country: "US", zone: "America/New_York" };
  assert.deepEqual(rows, [
    { name: "Product", series_code: "GDP", unit: "billions of dollars", ...rest },
    { name: "S1", series_code: "S1", unit: "percent", ...rest },
  ]);
});

const keyed = `KEY,AREA,TIME_PERIOD,OBS_VALUE,TITLE
B1GQ,BR,2024-Q1,1.5,"Product of ""Brazil"", real"
B1GQ,BR,2024-Q2,1.6,other
LEFT,DE,2024-Q1,2,left out
VOID,BR,2024-Q1,,empty
`;
const ecb = [
  "--table=macro_series",
  "--map=series=KEY",
  "--map=observationDate=TIME_PERIOD",
  "--map=value=OBS_VALUE",
  "--set=source=ECB",
  "--set=releaseTime=2024-11-20",
  "--where=AREA=BR",
  "--skip-missing=value",
];

writeTest(
  "load makes names only for lines that become rows, and reads their fields from columns",
  async (database) => {
    const fields = [
      "--create=name={TITLE}",
      "--create=country={AREA}",
      "--create=unit=index",
      "--create=frequency=quarterly",
      "--create=zone=Europe/Berlin",
    ];
    const { code, stdout, stderr } = await load(
      database.url,
      [...ecb, ...fields, "--file=-"],
      keyed,
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /2 new.*\n {2}made "ECB" in data_sources\n {2}made "ECB\/B1GQ" in series_/,
    );
    const { rows } = await database.client.query(
      `select s.name, s.country, m.release_time at time zone 'UTC' as at from series_metadata s
      join macro_series m on m.series_id = s.id where s.id > 20 order by 3 limit 1`,
    );
    assert.deepEqual([rows[0]?.name, rows[0]?.country], ['Product of "Brazil", real', "BR"]);
    // The end of the day in Berlin.
    assert.match(new Date(`${rows[0]?.at}Z`).toISOString(), /^2024-11-20T23:00/);
    assert.equal(await countRows(database, "series_metadata"), 21);
  },
);

writeTest(
  "load reports the missing fields of a new name, and stores nothing",
  async (database) => {
    const { url } = database;
    const lacking = await load(
      url,
      [...ecb, "--create=unit=index", "--ignore=TITLE", "--file=-"],
      keyed,
    );
    assert.equal(lacking.code, 2, lacking.stderr);
    assert.match(
      lacking.stderr,
      /the series "ECB\/B1GQ" is new, and its frequency is not given.*zone is not given, add --create zone=/,
    );
    const attempts = [
      [
        ["frequency=yearly", "zone=UTC"],
        /frequency cannot be stored, got "yearly", expected one of/,
      ],
      [
        ["frequency=annual", "zone=+03:00"],
        /zone cannot be stored, got "\+03:00", expected an IANA/,
      ],
    ] as const;
    for (const [fields, reason] of attempts) {
      const given = ["unit=x", "country=BR", ...fields].map((one) => `--create=${one}`);
      const refused = await load(url, [...ecb, ...given, "--ignore=TITLE", "--file=-"], keyed);
      assert.equal(refused.code, 2, refused.stderr);
      assert.match(refused.stderr, reason);
    }
    const unknown = await load(url, [...ecb, "--create=units=x", "--file=-"], keyed);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /create \(--create\) gives "units", want one of name, unit,/);
    const bad = await load(
      url,
      [...ecb, ...made, "--ignore=TITLE", "--file=-"],
      keyed.replace("1.6", "x"),
    );
    assert.equal(bad.code, 1, bad.stderr);
    assert.equal(await countRows(database, "series_metadata"), 20);
    assert.equal(await countRows(database, "data_sources"), 1);
  },
);

writeTest(
  "load dates each release in the zone of its series, whether new or existing",
  async (database) => {
    const content =
      "series,observation_date,value\nSource/S1,2024-01-01,1\nSource/NEW,2024-01-01,2\n";
    const flags = [
      "--table=macro_series",
      "--set=releaseTime=2024-11-20",
      ...made.slice(0, 3),
      "--create=zone=Asia/Tokyo",
    ];
    const { code, stderr } = await load(database.url, [...flags, "--file=-"], content);
    assert.equal(code, 0, stderr);
    const { rows } = await database.client.query(
      `select series_id, release_time::text from (
      select series_id, release_time at time zone 'UTC' as release_time from macro_series) m order by 1`,
    );
    assert.deepEqual(rows.map(({ release_time }) => release_time), [
      "2024-11-21 05:00:00",
      "2024-11-20 15:00:00",
    ]);
  },
);

writeTest("load makes instruments in the same call", async (database) => {
  const content = "Date,Close\n2024-09-26,5745.3\n";
  const flags = [
    "--table=market_data",
    "--map=timestamp=Date",
    "--time=16:00",
    "--time-zone=America/New_York",
    "--set=ticker=^GSPC",
    "--set=frequency=daily",
  ];
  const told = await load(database.url, [...flags, "--file=-"], content);
  assert.equal(told.code, 2);
  assert.match(
    told.stderr,
    /add --create assetClass=equity --create country=US --create currency=USD with/,
  );
  const given = ["assetClass=equity_index", "country=US", "currency=USD", "name=S&P 500"];
  const created = given.map((one) => `--create=${one}`);
  const { code, stdout, stderr } = await load(
    database.url,
    [...flags, ...created, "--file=-"],
    content,
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /made "\^GSPC" in instruments/);
  assert.equal(await countRows(database, "instruments"), 51);
});

const create = {
  unit: "index",
  frequency: "daily",
  country: "US",
  zone: "America/New_York",
  source: "New",
};

/** Days of several series, in turn. */
function days(count: number, series: number): string {
  return "series,observation_date,value,release_time\n" +
    Array.from({ length: count }, (_, i) => {
      const day = new Date(Date.UTC(1990, 0, 1 + Math.floor(i / series))).toISOString().slice(
        0,
        10,
      );
      return `C${i % series},${day},${i},2024-01-01T00:00:00Z\n`;
    }).join("");
}

writeTest(
  "loadCsv makes names in batches, in a stage and with one connection",
  async (database) => {
    await using one = createDatabase({
      url: database.url,
      limits: { poolSize: 1, maxOverflow: 0 },
    });
    await withFile(days(45_000, 7), async (file) => {
      const result = await loadCsv(one, macroSeries, file, { create });
      assert.deepEqual([result.inserted, result.created?.length], [45_000, 8]);
    });
    await withFile(days(300, 300), async (file) => {
      const options = { create: { ...create, source: "Each" }, batchRows: 100, commitEach: true };
      const result = await loadCsv(one, macroSeries, file, options);
      assert.deepEqual([result.inserted, result.created?.length], [300, 301]);
      const again = await loadCsv(one, macroSeries, file, options);
      assert.deepEqual([again.inserted, again.created], [0, undefined]);
    });
    await withFile(days(6_000, 6_000).replace(",5999,", ",x,"), async (file) => {
      const options = { create: { ...create, source: "Many" }, badRows: "collect" } as const;
      const result = await loadCsv(one, macroSeries, file, options);
      // The series of the line that was refused is not made.
      assert.deepEqual([result.inserted, result.created?.length], [5_999, 6_000]);
    });
  },
);

writeTest("loadCsv makes a name once if several loads need it", async (database) => {
  await withFile(days(3_000, 50), async (file) => {
    const loads = Array.from({ length: 4 }, () => loadCsv(database, macroSeries, file, { create }));
    const results = await Promise.all(loads);
    assert.equal(results.reduce((sum, { inserted }) => sum + inserted, 0), 3_000);
    assert.equal(results.reduce((sum, one) => sum + (one.created?.length ?? 0), 0), 51);
  });
  assert.equal(await countRows(database, "series_metadata"), 70);
});

writeTest("loadCsv makes series for signals, and sources for series", async ({ db }) => {
  await withFile("signal_date,series,value\n2024-01-01,NEW,1\n2024-01-01,S1,2\n", async (file) => {
    const set = { signalType: "surprise" };
    await loadCsv(db, signals, file, { set, create });
    const stored = await db.select().from(signals).orderBy(signals.value);
    assert.deepEqual(
      stored.map(({ subject }) => subject),
      stored.map(({ seriesId }) => `series:${seriesId}`),
    );
    assert.ok(stored.every(({ seriesId }) => Number(seriesId) > 20), "each is of the source given");
  });
  const content = "series_code,name,frequency,country,unit,release_timezone\n" +
    "X,X,daily,US,index,America/New_York\n";
  await withFile(content, async (file) => {
    const set = { source: "BIS" };
    await assert.rejects(loadCsv(db, seriesMetadata, file, { set }), /add --create source=BIS/);
    const result = await loadCsv(db, seriesMetadata, file, { set, create: { source: "BIS" } });
    assert.deepEqual(result.created?.map(({ name }) => name), ["BIS"]);
    assert.equal((await loadCsv(db, seriesMetadata, file, { set })).unchanged, 1);
  });
});

Deno.test("loadCsv makes names in a database inside the process", async () => {
  await using database = await createTestDatabase();
  await withFile(days(50, 5), async (file) => {
    const options = { create, batchRows: 20 };
    assert.equal((await loadCsv(database, macroSeries, file, options)).created?.length, 6);
    assert.equal((await loadCsv(database, macroSeries, file, options)).inserted, 0);
  });
  await withFile("ticker,timestamp,close\nA,2024-01-01T00:00:00Z,1\n", async (file) => {
    const options = {
      set: { frequency: "daily" },
      create: { assetClass: "fx", country: "US", currency: "USD" },
    };
    assert.equal((await loadCsv(database, marketData, file, options)).created?.length, 1);
  });
});
