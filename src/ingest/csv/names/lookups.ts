import { seriesMetadata } from "../../../schema/mod.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import type { MadeKind } from "./made_tables.ts";

/** A kind of name in a file that stands for an id in the table. */
export interface Lookup {
  /** Its key in a mapping: `ticker`, `series`, or `source` for the source of a series. */
  readonly key: MadeKind;
  /** The column that gets the id. */
  readonly column: "instrumentId" | "seriesId" | "sourceId";
}

const all: readonly Lookup[] = [
  { key: "ticker", column: "instrumentId" },
  { key: "series", column: "seriesId" },
];

/** Returns the kinds of names that can stand for ids in a table. */
export function lookupsOf(plan: TablePlan): readonly Lookup[] {
  if (plan.table === seriesMetadata) return [{ key: "source", column: "sourceId" }];
  return all.filter(({ column }) => plan.columns.some(({ key }) => key === column));
}
