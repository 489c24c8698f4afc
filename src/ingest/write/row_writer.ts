import type { SourceWriter } from "./load.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { type OnConflict, writeCarefully, writeQuickly } from "./write_source.ts";

/** The options that both kinds of writers share. */
export interface WriterOptionsBase {
  readonly badRows?: "refuse" | "collect";
  readonly maxExamples?: number;
}

/** Writes rows by their natural key. */
export function rowWriter(
  plan: TablePlan,
  options: WriterOptionsBase & { readonly onConflict?: OnConflict },
): SourceWriter {
  const { onConflict = "keep", maxExamples = 20 } = options;
  const job = { plan, onConflict, collects: options.badRows === "collect", maxExamples };
  return {
    ...job,
    quickly: (tx, source) => writeQuickly(tx, source, job),
    carefully: (tx, source) => writeCarefully(tx, source, job),
  };
}
