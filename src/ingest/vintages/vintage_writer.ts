import type { SourceWriter } from "../write/load.ts";
import type { WriterOptionsBase } from "../write/row_writer.ts";
import { lockSeries } from "./series_locks.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { writeVintages } from "./write_vintages.ts";

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
