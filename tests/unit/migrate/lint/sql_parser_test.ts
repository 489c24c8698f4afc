import assert from "node:assert/strict";
import { collectSteps } from "../../../../src/migrate/author/builder.ts";
import { loadSqlParser } from "../../../../src/migrate/lint/parse/sql_parser.ts";
import { parseRegclass } from "../../../../src/migrate/lint/parse/names.ts";
import type { Change } from "../../../../src/migrate/lint/parse/change.ts";
import { isSafeTypeChange } from "../../../../src/migrate/lint/safe_type_change.ts";
import { REFERENCE_TARGET } from "../../../../src/migrate/author/target.ts";

const parser = await loadSqlParser();
const relation = { schema: "public", name: "t" };

/** Returns the changes of TimescaleDB's own state in a statement. */
function timescaleChanges(sql: string): readonly Change[] {
  const kinds = /^(hypertable|chunkInterval|compression|refresh|retention)/;
  return parser.parse(sql).changes.filter(({ kind }) => kinds.test(kind) && kind !== "refreshView");
}

Deno.test("loadSqlParser reads the effect of each step of the builder from its SQL", () => {
  const steps = collectSteps((m) => {
    m.createHypertable("s.t", { by: "time", chunkInterval: "7 days" });
    m.setChunkInterval("t", "1 month");
    m.setCompression("t", {
      segmentBy: ["a", 'B"b'],
      orderBy: ["time desc", "c"],
      rollup: "28 days",
    });
    m.addCompressionPolicy("t", { after: "30 days" });
    m.removeCompressionPolicy("t");
    m.addRetentionPolicy("t", { after: "1 year" });
    m.removeRetentionPolicy("t");
    m.addRefreshPolicy("t", { startOffset: "30 days", every: "1 day" });
    m.addRefreshPolicy("t", { every: "1 day" });
    m.removeRefreshPolicy("t");
  });
  const read = steps.map((step) => {
    const [sql = ""] = step.render({ target: REFERENCE_TARGET, late: false });
    return timescaleChanges(sql).map((change) => JSON.parse(JSON.stringify(change)));
  });
  assert.deepEqual(read.flat().map(({ kind }) => kind), steps.map(({ effect }) => effect?.kind));
  assert.deepEqual(
    read.flat().map((change) => change.relation),
    steps.map((s) => s.effect?.relation),
  );
  assert.deepEqual(read.flat().map(({ kind: _kind, relation: _relation, ...rest }) => rest), [
    { timeColumn: "time", chunkInterval: "7 days", migrateData: false },
    { chunkInterval: "1 month" },
    {
      given: {
        segmentBy: ["a", 'B"b'],
        orderBy: [{ column: "time", direction: "desc" }, { column: "c", direction: "asc" }],
        rollup: "28 days",
      },
    },
    { policy: { after: "30 days" } },
    { policy: null },
    { policy: { after: "1 year" } },
    { policy: null },
    { policy: { startOffset: "30 days", unbounded: false } },
    { policy: { startOffset: null, unbounded: true } },
    { policy: null },
  ]);
});

const hypertable = { kind: "hypertable", relation, timeColumn: "time", migrateData: false };
const byHand: Readonly<Record<string, readonly unknown[]>> = {
  "select create_hypertable('t', 'time')": [{ ...hypertable, chunkInterval: "7 days" }],
  "select create_hypertable('t'::regclass, by_range('time'))": [
    { ...hypertable, chunkInterval: "7 days" },
  ],
  "select create_hypertable('t', by_range('time', partition_interval => '1 day'::interval), migrate_data => true)":
    [{ ...hypertable, chunkInterval: "1 day", migrateData: true }],
  "select * from create_hypertable(relation => 't', time_column_name => 'time', chunk_time_interval => interval '1 day')":
    [{ ...hypertable, chunkInterval: "1 day" }],
  "select create_hypertable('t', 'time', null, null, null, null, make_interval(days => 3))": [
    { ...hypertable, chunkInterval: null },
  ],
  "create table t (a int, time timestamptz) with (tsdb.hypertable, tsdb.segmentby = 'a')": [
    { ...hypertable, chunkInterval: "7 days" },
    { kind: "compression", relation, given: { segmentBy: ["a"] } },
  ],
  "select add_retention_policy('t', make_interval(days => 3))": [
    { kind: "retentionPolicy", relation, policy: { after: null } },
  ],
  "call add_columnstore_policy('t', after => interval '60d')": [
    { kind: "compressionPolicy", relation, policy: { after: "60d" } },
  ],
  "select add_continuous_aggregate_policy('t', make_interval(days => 3), null, interval '1 day')": [
    { kind: "refreshPolicy", relation, policy: { startOffset: null, unbounded: false } },
  ],
  "alter table t set (timescaledb.compress_orderby = 'A, \"B\" DESC NULLS LAST')": [{
    kind: "compression",
    relation,
    given: { orderBy: [{ column: "a", direction: "asc" }, { column: "B", direction: "desc" }] },
  }],
  "alter table t set (fillfactor = 70)": [],
  "select create_hypertable(name, by_range('time')) from tables": [],
};
for (const [sql, expected] of Object.entries(byHand)) {
  Deno.test(`loadSqlParser reads ${sql}`, () => {
    assert.deepEqual(timescaleChanges(sql), expected);
  });
}

Deno.test("loadSqlParser reads the plain statements of a block in order", () => {
  const { changes } = parser.parse(`do $$ begin
    if true then alter table t drop column a; end if;
    perform drop_chunks('t');
    execute 'drop table t';
  end $$`);
  assert.deepEqual(changes.map(({ kind }) => kind), ["dropColumn", "call"]);
});

Deno.test("loadSqlParser does not read a block in another language", () => {
  const { changes, error } = parser.parse("do language plpython3u $$ drop table t $$");
  assert.deepEqual({ changes, error }, { changes: [], error: null });
});

Deno.test("loadSqlParser returns the parser's error as text", () => {
  const { error, changes } = parser.parse("create tabel t (a int)");
  assert.match(error ?? "", /syntax error/);
  assert.deepEqual(changes, []);
});

const names: Readonly<Record<string, unknown>> = {
  "ohlcv": { schema: "public", name: "ohlcv" },
  "Crypto.Ohlcv": { schema: "crypto", name: "ohlcv" },
  '"Crypto"."a ""b"".c"': { schema: "Crypto", name: 'a "b".c' },
  "a.b.c": null,
  "a.": null,
  "12": null,
  "": null,
};
for (const [text, expected] of Object.entries(names)) {
  Deno.test(`parseRegclass reads ${text === "" ? "nothing" : text}`, () => {
    assert.deepEqual(parseRegclass(text), expected);
  });
}

const safe: readonly (readonly [string, string])[] = [
  ["varchar(10)", "varchar(20)"],
  ["varchar(10)", "varchar"],
  ["varchar(10)", "text"],
  ["text", "varchar"],
  ["numeric(10,2)", "numeric(12,2)"],
  ["numeric(10,2)", "numeric"],
  ["timestamptz(3)", "timestamptz"],
  ["int4", "int4"],
];
const unsafe: readonly (readonly [string, string])[] = [
  ["varchar(20)", "varchar(10)"],
  ["text", "varchar(10)"],
  ["numeric(10,2)", "numeric(12,3)"],
  ["numeric", "numeric(10,2)"],
  ["int4", "int8"],
  ["timestamp", "timestamptz"],
  ["text[]", "varchar[]"],
];
for (const [before, after] of safe) {
  Deno.test(`isSafeTypeChange calls ${before} to ${after} safe`, () => {
    assert.ok(isSafeTypeChange(before, after));
  });
}
for (const [before, after] of unsafe) {
  Deno.test(`isSafeTypeChange calls ${before} to ${after} unsafe`, () => {
    assert.ok(!isSafeTypeChange(before, after));
  });
}
