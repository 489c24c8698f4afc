import type { SourceWriter } from "./load.ts";
import type { WriterOptionsBase } from "./row_writer.ts";
import { lockSeries } from "./_series_locks.ts";
import type { TablePlan } from "./table_plan.ts";
import { writeVintages } from "./_write_vintages.ts";

/** Appends values that differ from what was known, series by series under a lock. */
export function vintageWriter(plan: TablePlan, options: WriterOptionsBase): SourceWriter {
  const { maxExamples = 20 } = options;
  const job = { plan, collects: options.badRows === "collect", maxExamples };
  return {
    ...job,
    prepare: (tx, sources) => lockSeries(tx, plan, sources),
    quickly: (tx, source) => writeVintages(tx, source, job),
    carefully: (tx, source) => writeVintages(tx, source, job),
  };
}
