import assert from "node:assert/strict";
import { negotiate } from "../../../../src/answers/serve/_negotiate.ts";
import { Problem } from "../../../../src/answers/serve/problem.ts";

const cases: readonly [accept: string | null, format: string][] = [
  [null, "json"],
  ["", "json"],
  ["*/*", "json"],
  ["text/csv", "csv"],
  ["Text/CSV; charset=utf-8", "csv"],
  ["text/*", "csv"],
  ["application/vnd.apache.parquet", "parquet"],
  ["application/vnd.apache.arrow.file, application/json;q=0.5", "arrow"],
  ["application/x-ndjson", "jsonl"],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"],
  ["application/json;q=0.1, text/csv;q=0.2", "csv"],
  ["application/json;q=0, */*", "csv"],
  ["text/csv;q=0.5, */*;q=0.1", "csv"],
  ["*/*;q=0.9, application/json;q=0.1", "csv"],
];

for (const [accept, format] of cases) {
  Deno.test(`negotiate chooses ${format} for "${accept}"`, () => {
    assert.equal(negotiate(undefined, accept), format);
  });
}

Deno.test("negotiate lets the query win, and refuses what is not offered", () => {
  assert.equal(negotiate("parquet", "text/html"), "parquet");
  for (const accept of ["text/html", "application/json;q=0", "*/*;q=0", "text/csv;q=9"]) {
    assert.throws(() => negotiate(undefined, accept), Problem, accept);
  }
});
