import assert from "node:assert/strict";
import {
  withoutAutomaticIndexes,
  withoutIgnored,
  withoutMissingTables,
  withTimeColumns,
} from "../../../../src/migrate/catalog/adjust_catalog.ts";
import { readOrder } from "../../../../src/migrate/catalog/order_text.ts";
import { isSameDuration } from "../../../../src/migrate/catalog/same_duration.ts";
import { ledgerDifferences } from "../../../../src/migrate/catalog/ledger_differences.ts";
import {
  catalog,
  column,
  emptyCatalog,
  emptyTimescale,
  hypertableModel,
  table,
} from "./_models.ts";

const orders: readonly [string, readonly string[]][] = [
  ["", []],
  ["ts DESC", ["ts desc"]],
  ['"Trade Time" DESC,"desc"', ['"Trade Time" desc', "desc"]],
  ["od DESC,rt DESC,r", ["od desc", "rt desc", "r"]],
  ['"time" DESC NULLS LAST,"a,b" NULLS FIRST,"q""q"', [
    "time desc nulls last",
    "a,b nulls first",
    '"q""q"',
  ]],
];
for (const [text, entries] of orders) {
  Deno.test(`readOrder reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(readOrder(text), entries);
  });
}

const durations: readonly [string | null, string | null, boolean][] = [
  [null, null, true],
  [null, "1 day", false],
  ["1 month", "1 mon", true],
  ["1 day", "24:00:00", false],
  ["90 minutes", "01:30:00", true],
  ["60 months", "5 years", true],
  ["-1 day", "-1 day", true],
  ["-1 day", "1 day", false],
];
for (const [a, b, isSame] of durations) {
  Deno.test(`isSameDuration returns ${isSame} for ${a} and ${b}`, () => {
    assert.equal(isSameDuration(a, b), isSame);
  });
}

const timed = table("bars", { columns: [column("time"), column("symbol")] });
const timescale = { ...emptyTimescale, hypertables: [hypertableModel("bars")] };

Deno.test("withTimeColumns makes only the time column of a hypertable not null", () => {
  const [adjusted] = withTimeColumns(catalog(timed, table("other")), timescale).tables;
  assert.deepEqual(adjusted?.columns.map(({ nullable }) => nullable), [false, true]);
});

Deno.test("withoutAutomaticIndexes leaves out TimescaleDB's own index unless it is expected", () => {
  const automatic = {
    name: "bars_time_idx",
    definition: 'CREATE INDEX bars_time_idx ON public.bars USING btree ("time" DESC)',
    valid: true,
  };
  const live = catalog({ ...timed, indexes: [automatic] });
  const count = (expected: typeof live) =>
    withoutAutomaticIndexes(live, timescale, expected).tables[0]?.indexes.length;
  assert.equal(count(catalog(timed)), 0);
  assert.equal(count(live), 1);
  assert.equal(
    withoutAutomaticIndexes(live, emptyTimescale, emptyCatalog).tables[0]?.indexes.length,
    1,
  );
});

Deno.test("withoutMissingTables drops hypertables without a table", () => {
  assert.deepEqual(withoutMissingTables(timescale, emptyCatalog).hypertables, []);
  assert.equal(withoutMissingTables(timescale, catalog(timed)).hypertables.length, 1);
});

Deno.test("withoutIgnored drops additional objects that match, but never expected ones", () => {
  const live = catalog(table("audit_log"), table("audit.log"), table("other"), timed);
  const left = withoutIgnored(live, catalog(table("audit_log")), ["audit*", "ba.s"]);
  assert.deepEqual(left.tables.map(({ name }) => name), ["audit_log", "other", "bars"]);
});

Deno.test("ledgerDifferences finds deferred steps that the server can apply now", () => {
  const row = { deferred: [{ step: 2, title: "hypertable bars", needs: "hypertable" }] };
  const status = { id: "0001_a", state: "applied", row };
  // The rest of a status and its row are not read.
  const statuses = [status] as unknown as Parameters<typeof ledgerDifferences>[0];
  const server = { postgres: 17, timescaledb: "2.19.3", edition: "apache" } as const;
  assert.deepEqual(
    ledgerDifferences(statuses, { ...server, timescaledb: null, edition: "none" }),
    [],
  );
  assert.deepEqual(ledgerDifferences(statuses, server).map(({ property }) => property), [
    "deferred step 3",
  ]);
});
