import assert from "node:assert/strict";
import { backtestTest, refusalOf } from "./backtest_support.ts";
import { observations } from "./sql_functions_support.ts";

const future = "2030-01-01T00:00:00Z";

backtestTest("the SQL functions read a session's own views and end at its clock", async (t) => {
  const { series, backtest: { database: { pool } } } = t;
  for (const ref of ["ALFRED/GDP", String(series)]) {
    const known = await observations(pool, "as_of($1, $2)", [ref, future]);
    assert.deepEqual(known.map(({ observationDate, value }) => [observationDate, value]), [
      ["2024-01-01", 11],
      ["2024-02-01", 20],
    ]);
    const [last] = await observations(pool, "latest($1, $2)", [ref, future]);
    assert.equal(last?.value, 20);
    const releases = await pool.query("select value from strata.revisions($1, $2)", [ref, future]);
    assert.deepEqual(releases.rows.map(({ value }) => value).sort(), [10, 11, 20]);
  }
  const cells = await pool.query(
    "select value from strata.panel(array['ALFRED/GDP'], array[$1])",
    [future],
  );
  assert.deepEqual(cells.rows, [{ value: 20 }]);
  const cross = await pool.query(
    "select value from strata.cross_section(array['ALFRED/GDP'], $1)",
    [future],
  );
  assert.deepEqual(cross.rows, [{ value: 20 }]);
  assert.equal(
    await refusalOf(t.backtest, "select * from strata.as_of('ALFRED/GDP', '2024-03-01')"),
    "22007",
  );
  assert.equal(
    await refusalOf(t.backtest, "select * from strata.as_of('ALFRED/NONE', now())"),
    "P0002",
  );
});
