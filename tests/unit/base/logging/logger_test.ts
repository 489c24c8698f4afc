import assert from "node:assert/strict";
import { configureSync, type LogRecord, resetSync } from "@logtape/logtape";
import { logger } from "../../../../src/base/logging/mod.ts";

Deno.test("logger writes nothing until the application configures LogTape", () => {
  logger("settings").error("lost");
});

Deno.test("logger logs under the category of its folder", () => {
  const records: LogRecord[] = [];
  configureSync({
    sinks: { memory: (record) => void records.push(record) },
    loggers: [
      { category: "strata", sinks: ["memory"], lowestLevel: "info" },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: [] },
    ],
  });
  try {
    logger("migrate").info("Applied {id}", { id: "0001_a" });
    logger("migrate").debug("select 1");
  } finally {
    resetSync();
  }
  assert.deepEqual(records.map(({ category }) => category), [["strata", "migrate"]]);
  assert.equal(records[0]?.message.join(""), "Applied 0001_a");
});
