import assert from "node:assert/strict";
import { pictureDocument, readPicture, svgPicture } from "../../../../src/answers/show/mod.ts";
import { mapCells } from "../../../../src/answers/show/svg/map_cells.ts";
import { pictureLines } from "../../../../src/answers/show/terminal/mod.ts";
import { loadSample } from "../../../../src/sample/mod.ts";
import { createTestDatabase, type TestDatabase } from "../../../../src/testing/mod.ts";

const root = new URL("../../../../", import.meta.url);
const committed = new URL(".github/real_gdp.svg", root);

/** After the last vintage of the sample. */
const AT = "2025-09-26T00:00:00Z";

/** Runs a test on the sample's real figures. */
function sampleTest(name: string, run: (database: TestDatabase) => Promise<void>): void {
  Deno.test(name, async () => {
    await using database = await createTestDatabase();
    await loadSample(database.db, { folder: new URL("tests/data", root).pathname });
    await run(database);
  });
}

const plain = { width: 80, color: false, style: (_: unknown, text: string) => text };

sampleTest(
  "the committed picture is what the code draws of the committed figures",
  async (database) => {
    const svg = await svgPicture(await readPicture(database, { series: "ALFRED/GDPC1", at: AT }));
    if (Deno.args.includes("--update")) await Deno.writeTextFile(committed, svg);
    assert.equal(
      svg,
      await Deno.readTextFile(committed),
      "write it anew: deno test -A tests/unit/answers/show/picture_test.ts -- --update",
    );
  },
);

sampleTest("the same picture gives the same bytes, also the second time", async (database) => {
  const picture = await readPicture(database, { series: "PAYEMS", at: AT });
  const svg = await svgPicture(picture);
  assert.equal(await svgPicture(picture), svg);
  assert.match(
    svg,
    /^<svg role="img" [^>]*>\n<title>All employees, total nonfarm \(ALFRED\/PAYEMS\)/,
  );
  for (const text of ["thousands of persons", "months since the first release", "Source: ALFRED"]) {
    assert.ok(svg.includes(text), text);
  }
});

sampleTest("a picture shows what was known at its instant", async (database) => {
  const at = { date: "2024-09-26", time: "08:29", timeZone: "America/New_York" };
  const before = await readPicture(database, { series: "GDPC1", at });
  assert.deepEqual(before.newest.map(({ value }) => value), [22758.752, 22924.863]);
  assert.ok(before.revisions.every(({ releaseTime }) => releaseTime <= before.at));
  const after = await readPicture(database, { series: "gdpc1", at: AT, from: "2024-07-01" });
  assert.deepEqual(after.newest.map(({ observationDate }) => observationDate), [
    "2024-07-01",
    "2024-10-01",
  ]);
  assert.deepEqual(after.first.map(({ value }) => value), [23386.248, 23530.909]);
});

sampleTest("the map's cells are first releases, revisions, and what stayed", async (database) => {
  const cells = mapCells(await readPicture(database, { series: "GDPC1", at: AT }));
  assert.equal(cells.releases.length, 13);
  assert.deepEqual(cells.periods, ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"]);
  assert.deepEqual(cells.first, [[0, 0], [3, 1], [6, 2], [9, 3]]);
  assert.equal(cells.revised.length, 13);
  assert.equal(cells.same.length, 13 + 10 + 7 + 4 - 4 - 13);
  assert.deepEqual(cells.left, { releases: 0, periods: 0 });
});

sampleTest("the terminal shows the chart, the revisions and the calendar", async (database) => {
  const [{ id = 0 } = {}] = (await database.pool.query(
    "select id from series_metadata where series_code = 'GDPC1'",
  )).rows;
  await database.pool.query(
    `insert into release_calendar (series_id, period, expected_at, zone, known_at) values
      ($1, '2025-07-01', '2025-10-30 12:30Z', 'America/New_York', '2025-01-01')`,
    [id],
  );
  const picture = await readPicture(database, { series: "GDPC1", at: AT });
  const lines = await pictureLines(picture, plain);
  const text = lines.join("\n");
  assert.ok(lines.every((line) => line.length <= 80), text);
  assert.equal(lines[0], "Real gross domestic product  ALFRED/GDPC1");
  assert.match(text, /23,600┤ .*━/);
  assert.equal(text.match(/○/g)?.length, 5);
  assert.match(text, /━ as known at 2025-09-26 00:00 UTC {3}○ first release/);
  assert.match(text, /2024-09-26 12:30 UTC {2}2024Q2 +3 +22,924.863 +23,223.906 +\+1.30 %/);
  assert.match(text, /last release {2}2025-09-25 12:30 UTC, 11 hours ago/);
  assert.match(
    text,
    /next release {2}2025Q3 is due 2025-10-30 12:30 UTC \(08:30 New York\), in 34 days/,
  );
  assert.ok(!text.includes("late") && !text.includes("\u001b"));
});

sampleTest("a late release of a followed series is told", async (database) => {
  await database.pool.query(
    `insert into release_calendar (series_id, period, expected_at, zone, known_at)
    select id, '2025-04-01', '2025-07-30 12:30Z', 'America/New_York', '2025-01-01'
    from series_metadata where series_code = 'GDPC1'`,
  );
  await database.pool.query(
    `insert into strata_ingest.followed_series (source, code, series_id)
    select 'fred', series_code, id from series_metadata where series_code = 'GDPC1'`,
  );
  const picture = await readPicture(database, { series: "GDPC1", at: AT });
  const lines = await pictureLines(picture, plain);
  assert.equal(
    lines.at(-1),
    "  late          2025Q2 was due 2025-07-30 12:30 UTC (08:30 New York), 57 days ago",
  );
});

sampleTest("a series that was never revised is drawn without revisions", async (database) => {
  const picture = await readPicture(database, { series: "433", at: AT });
  const svg = await svgPicture(picture);
  assert.ok(svg.includes("never revised"));
  assert.doesNotMatch(svg, /months since the first release/);
  assert.match((await pictureLines(picture, plain)).join("\n"), /Revisions\n {2}none/);
});

sampleTest("a wide terminal gets a wide chart, a narrow one a narrow one", async (database) => {
  const picture = await readPicture(database, { series: "433", at: AT });
  for (const width of [40, 60, 100]) {
    const lines = await pictureLines(picture, { ...plain, width });
    const chart = lines.filter((line) => /[┤│└]/.test(line));
    const longest = Math.max(...chart.map((line) => line.length));
    assert.ok(longest <= width && longest > width - 12, `${width}: ${longest}`);
  }
});

sampleTest("what cannot be shown says why", async (database) => {
  const cases: readonly (readonly [options: object, message: RegExp])[] = [
    [{ series: "GDCP1", at: AT }, /Cannot show "GDCP1": .*did you mean ALFRED\/GDPC1/],
    [{ series: "no such thing", at: AT }, /it is not in series_metadata, correct its name/],
    [{ series: "GDPC1", at: "2025-09-26" }, /it is a day without a time/],
    [
      { series: "GDPC1", at: "2020-01-01T00:00:00Z" },
      /nothing of it was known at 2020.*first release is of 2024-04-25T12:30:00Z/,
    ],
    [
      { series: "GDPC1", at: AT, from: "2030-01-01" },
      /no observation from 2030-01-01 to the last was known .* its observations are of 2024-01-01 to 2024-10-01/,
    ],
    [{ series: "GDPC1", at: AT, from: "January" }, /from/],
  ];
  for (const [options, message] of cases) {
    // as: cases hold each of the options.
    await assert.rejects(readPicture(database, options as { series: string; at: string }), {
      message,
    });
  }
  await database.pool.query(
    `with s as (insert into data_sources (name) values ('OTHER') returning id)
    insert into series_metadata (source_id, series_code, name, frequency, country, unit, release_timezone)
    select id, 'GDP', 'GDP', 'quarterly', 'US', 'USD', 'UTC' from s`,
  );
  await assert.rejects(
    readPicture(database, { series: "GDP", at: AT }),
    /write one of ALFRED\/GDP, OTHER\/GDP/,
  );
  await assert.rejects(
    readPicture(database, { series: "other/gdp", at: AT }),
    /Cannot show "OTHER\/GDP": it has no values yet/,
  );
});

sampleTest("the document holds what the picture shows", async (database) => {
  const picture = await readPicture(database, { series: "GDPC1", at: AT });
  const document = JSON.parse(JSON.stringify(pictureDocument(picture)));
  assert.deepEqual(document.observations[0], {
    observationDate: "2024-01-01",
    value: 23082.119,
    releaseTime: "2025-09-25T12:30:00.000Z",
    firstValue: 22768.866,
    firstReleaseTime: "2024-04-25T12:30:00.000Z",
  });
  assert.equal(document.revisions.length, 17);
  assert.deepEqual([document.ok, document.revisionUnit, document.nextRelease], [true, "%", null]);
});

/** Odd series, each as the rows of a query: day, number of the revision, value, release. */
const odd: Readonly<Record<string, string>> = {
  "one observation": "select date '2024-01-01', 0, 1.5, timestamptz '2024-02-01'",
  "a value that the source withdrew":
    "select date '2024-01-01', r, case r when 0 then 1.5 end, timestamptz '2024-02-01' + r * interval '1 day' from generate_series(0, 1) r",
  "no value at all":
    "select date '2024-01-01' + n, 0, null::float8, timestamptz '2024-02-01' from generate_series(0, 3) n",
  "nothing but zero":
    "select date '2024-01-01' + n, r, 0, timestamptz '2024-02-01' + r * interval '1 day' from generate_series(0, 3) n, generate_series(0, 1) r",
  "values from below zero to a billion":
    "select date '2024-01-01' + n, r, (n - 2) * 1e9 + r, timestamptz '2024-02-01' + (n + r) * interval '1 day' from generate_series(0, 5) n, generate_series(0, 2) r",
  "days of thirty years with a revision each":
    "select date '1995-01-01' + n, r, 100 + sin(n) + r, timestamptz '1995-01-02' + (n + r) * interval '1 day' from generate_series(0, 10999) n, generate_series(0, 1) r",
};

sampleTest("odd series are drawn too, without a number that is none", async (database) => {
  for (const [name, rows] of Object.entries(odd)) {
    const { rows: [made] } = await database.pool.query(
      `insert into series_metadata
        (source_id, series_code, name, frequency, country, unit, release_timezone)
      select id, $1, $1, 'daily', 'US', 'a < b & c', 'UTC' from data_sources limit 1 returning id`,
      [name],
    );
    await database.pool.query(
      `insert into macro_series
        (series_id, observation_date, revision_number, value, release_time)
      select ${made.id}, * from (${rows}) odd`,
    );
    const picture = await readPicture(database, { series: String(made.id), at: AT });
    const lines = (await pictureLines(picture, plain)).join("\n");
    const svg = await svgPicture(picture);
    for (const text of [lines, svg]) assert.doesNotMatch(text, /NaN|Infinity|undefined/, name);
    assert.ok(svg.includes("a &lt; b &amp; c"), name);
    assert.ok(svg.length < 2_000_000, `${name}: ${svg.length}`);
  }
});
