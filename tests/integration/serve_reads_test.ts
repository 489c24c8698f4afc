import assert from "node:assert/strict";
import { asOf, panel, vintages } from "../../src/point_in_time/mod.ts";
import { ODD_CODE, serveOnLoopback, serveTest } from "./serve_support.ts";

interface Row {
  readonly [column: string]: unknown;
}

async function rowsOf(response: Response): Promise<readonly Row[]> {
  const document = await response.json();
  assert.equal(response.status, 200, JSON.stringify(document));
  assert.equal(response.headers.get("content-type"), "application/json");
  return document.rows;
}

const gdp = { source: "ALFRED", code: "GDPC1" };
const instants = [
  "2024-07-01T00:00:00Z",
  "2024-08-01T00:00:00Z",
  "2024-09-26T12:30:00Z",
  "2024-12-01T00:00:00Z",
];

serveTest("a series as of an instant equals the library's read", async ({ database, client }) => {
  await using served = serveOnLoopback(database);
  for (const at of instants) {
    for (const strict of [false, true]) {
      const rows = await rowsOf(
        await served.ask(`/v1/series/ALFRED/GDPC1?asOf=${at}&strict=${strict}`),
      );
      const known = await asOf(client, { series: gdp, at, strict });
      assert.deepEqual(
        rows.map((row) => [
          row["observation_date"],
          row["value"],
          Date.parse(`${row["release_time"]}`),
        ]),
        known.map((row) => [row.observationDate, row.value, row.releaseTime.getTime()]),
      );
    }
  }
});

serveTest("a panel equals the library's read, by instants and by a calendar", async (t) => {
  await using served = serveOnLoopback(t.database);
  const odd = { source: "OECD", code: ODD_CODE };
  const series = `series=ALFRED/GDPC1&series=${encodeURIComponent(`OECD/${ODD_CODE}`)}`;
  const listed = instants.map((at) => `asOf=${at}`).join("&");
  const rows = await rowsOf(await served.ask(`/v1/panel?${series}&${listed}&maxAge=150%20days`));
  const known = await panel(t.client, { series: [gdp, odd], at: instants, maxAge: "150 days" });
  assert.deepEqual(
    rows.map((row) => [Date.parse(`${row["as_of"]}`), row["value"]]),
    known.flatMap(({ at, cells }) => cells.map((cell) => [at.getTime(), cell?.value ?? null])),
  );
  const days = "from=2024-09-20&to=2024-09-27&time=18:00&timeZone=America/Sao_Paulo";
  const byCalendar = await rowsOf(await served.ask(`/v1/panel?${series}&${days}`));
  assert.equal(byCalendar.length, 12);
  assert.equal(byCalendar[0]?.["as_of"], "2024-09-20T21:00:00.000000Z");
});

serveTest("each endpoint answers its question, with the instant it took", async (t) => {
  await using served = serveOnLoopback(t.database);
  const at = "asOf=2024-10-01T00:00:00Z";
  const series = "/v1/series/ALFRED/GDPC1";
  const columns = async (path: string) => {
    const response = await served.ask(path);
    assert.equal(response.headers.get("strata-as-of"), "2024-10-01T00:00:00.000Z", path);
    const rows = await rowsOf(response);
    return [rows.length, Object.keys(rows[0] ?? {}).join(" ")];
  };
  const figure = "series_id observation_date value release_time";
  assert.deepEqual(await columns(`${series}?${at}`), [2, `${figure} vintage_kind`]);
  assert.deepEqual(await columns(`${series}/vintages?${at}`), [
    3,
    "release_time changes oldest_date newest_date",
  ]);
  assert.deepEqual(await columns(`${series}/revisions?${at}`), [
    4,
    `${figure} vintage_kind release previous_value ingested_at`,
  ]);
  assert.deepEqual(await columns(`${series}/matrix?${at}`), [4, `vintage ${figure}`]);
  assert.deepEqual(await columns(`${series}/releases/2?${at}`), [1, `${figure} vintage_kind`]);
  assert.deepEqual(await columns(`/v1/cross-section?series=ALFRED/GDPC1&${at}`), [
    1,
    `${figure} vintage_kind`,
  ]);
  assert.deepEqual(await columns(`/v1/panel?series=ALFRED/GDPC1&${at}`), [1, `as_of ${figure}`]);
  assert.deepEqual(
    await columns(`/v1/changes?series=ALFRED/GDPC1&since=2024-08-01T00:00:00Z&${at}`),
    [2, "series_id observation_date previous_value previous_release_time value release_time"],
  );
  assert.deepEqual(await columns(`/v1/bars/SPX?frequency=daily&${at}`), [
    3,
    "instrument_id timestamp open high low close volume adjusted_close",
  ]);
  assert.deepEqual(await columns(`/v1/candles/binance/BTC/USDT?timeframe=1h&${at}`), [
    13,
    "time open high low close volume",
  ]);
  assert.deepEqual(await columns(`/v1/curves/US_TREASURY_PAR?day=2024-09-25&${at}`), [
    2,
    "curve_date tenor_days tenor_label rate",
  ]);
  assert.deepEqual(await columns(`/v1/series?search=gdp&${at}`), [
    1,
    "series_id source code name frequency country unit release_timezone",
  ]);
  const known = await vintages(t.client, { series: gdp, at: "2024-10-01T00:00:00Z" });
  assert.equal(known.length, 3);
});

serveTest("a code with slashes, blanks and percent signs is found, below paths too", async (t) => {
  await using served = serveOnLoopback(t.database);
  const at = "asOf=2024-10-01T00:00:00Z";
  const whole = encodeURIComponent(ODD_CODE);
  const split = ODD_CODE.split("/").map(encodeURIComponent);
  for (const path of [whole, `${split.slice(0, -2).join("/")}/${split.slice(-2).join("%2F")}`]) {
    assert.equal((await rowsOf(await served.ask(`/v1/series/OECD/${path}?${at}`))).length, 1);
    const below = await rowsOf(await served.ask(`/v1/series/OECD/${path}/vintages?${at}`));
    assert.equal(below.length, 1);
  }
  const listed = await rowsOf(await served.ask("/v1/series?source=OECD"));
  assert.equal(listed[0]?.["code"], ODD_CODE);
});

serveTest("now is a choice, and is told", async (t) => {
  await using served = serveOnLoopback(t.database);
  const before = Date.now();
  const response = await served.ask("/v1/series/ALFRED/GDPC1?asOf=now");
  const document = await response.json();
  assert.equal(response.headers.get("strata-as-of"), document.asOf);
  assert.equal(document.question.at, document.asOf);
  assert.ok(Date.parse(document.asOf) >= before && Date.parse(document.asOf) <= Date.now());
  assert.equal(document.rows.length, 3);
});
