import assert from "node:assert/strict";
import { makeSeries, readingTest } from "./point_in_time_support.ts";
import { adviceOnDatabase, findingOn, objectsOf } from "./advice_support.ts";

readingTest(
  "verify names the series that are late, and has no warning for a new schema",
  async (t) => {
    const { client, url } = t;
    // The set-up of these tests pauses the jobs; the rest is the shared server's and the machine's.
    const shared = ["job-paused", "scheduler-missing", "vulnerable-timescaledb", "disk-low"];
    const warnings = (await adviceOnDatabase(url)).filter(({ severity, code }) =>
      severity !== "info" && !shared.includes(code)
    );
    assert.deepEqual(warnings, []);
    for (const [i, code] of ["A", "B", "C", "D", "E", "F"].entries()) {
      const id = await makeSeries(client, { code });
      await client.query(
        "insert into strata_ingest.followed_series (source, code, series_id) values ('fred', $1, $2)",
        [code, id],
      );
      await client.query(
        `insert into release_calendar
       values ($1, '2026-01-01', now() - $2::interval, 'UTC', now() - interval '30 days')`,
        [id, `${i + 2} hours`],
      );
    }
    const found = await adviceOnDatabase(url);
    const { sentence, remedy } = findingOn(found, "late-series");
    assert.match(
      sentence,
      /^6 followed series are late: fred F \(2026-01-01, due .* UTC\), .* and 1 more$/,
    );
    assert.equal(remedy, "deno task fetch");
    const later = await adviceOnDatabase(url, { lateReleaseMs: 24 * 3_600_000 });
    assert.deepEqual(objectsOf(later, "late-series"), []);
  },
);
