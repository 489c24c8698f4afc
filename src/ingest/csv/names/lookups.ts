import { seriesMetadata } from "../../../schema/mod.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import type { MadeKind } from "./made_tables.ts";

/** A name in a file that stands for an id in the table. */
export interface Lookup {
  /** What a mapping calls it: `ticker`, `series`, and `source` of a series. */
  readonly key: MadeKind;
  /** The column that gets the id. */
  readonly column: "instrumentId" | "seriesId" | "sourceId";
}

const all: readonly Lookup[] = [
  { key: "ticker", column: "instrumentId" },
  { key: "series", column: "seriesId" },
];

/** The names that can stand for ids in a table. */
export function lookupsOf(plan: TablePlan): readonly Lookup[] {
  if (plan.table === seriesMetadata) return [{ key: "source", column: "sourceId" }];
  return all.filter(({ column }) => plan.columns.some(({ key }) => key === column));
}
