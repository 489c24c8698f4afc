import assert from "node:assert/strict";
import { parseTarget } from "../../../../src/migrate/author/target.ts";
import {
  forbiddenStatement,
  transactionObstacle,
} from "../../../../src/migrate/plan/transaction_rules.ts";

const old = parseTarget("timescaledb-2.18.2/community");
const current = parseTarget("timescaledb-2.29.2/community");

const obstacles = [
  "create index concurrently a on b (c)",
  "CREATE UNIQUE INDEX CONCURRENTLY a ON b (c)",
  "drop index concurrently a",
  "reindex table concurrently a",
  "reindex (verbose) database a",
  "vacuum (analyze) a",
  "create database a",
  "alter system set a = 1",
  "alter table a detach partition b concurrently",
  "create materialized view a with (timescaledb.continuous) as select 1",
  "call refresh_continuous_aggregate('a', null, null)",
  "create index a on b (c) with (timescaledb.transaction_per_chunk)",
  "-- why\nvacuum a",
];
for (const sql of obstacles) {
  Deno.test(`transactionObstacle finds one in ${sql.slice(0, 60)}`, () => {
    assert.notEqual(transactionObstacle(sql, current), null);
  });
}

const harmless = [
  "create index a on b (c)",
  "create materialized view a with (timescaledb.continuous) as select 1 with no data",
  "create materialized view a as select 1",
  "select 'vacuum'",
  "alter table a detach partition b",
  "select create_hypertable('a', by_range('b'))",
];
for (const sql of harmless) {
  Deno.test(`transactionObstacle finds none in ${sql.slice(0, 60)}`, () => {
    assert.equal(transactionObstacle(sql, current), null);
  });
}

Deno.test("transactionObstacle allows updating the extension in a transaction from 2.29 on", () => {
  const sql = "alter extension timescaledb update";
  assert.notEqual(transactionObstacle(sql, old), null);
  assert.equal(transactionObstacle(sql, current), null);
});

for (const sql of ["commit", "BEGIN", "rollback to a", "savepoint a", "start transaction", "end"]) {
  Deno.test(`forbiddenStatement refuses ${sql}`, () => {
    assert.match(forbiddenStatement(sql) ?? "", /transaction/);
  });
}

Deno.test("forbiddenStatement allows blocks of a procedural language", () => {
  assert.equal(forbiddenStatement("do $$ begin commit; end $$"), null);
});
