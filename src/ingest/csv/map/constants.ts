import type { TablePlan } from "../../encode/table_plan.ts";
import type { DrizzleTarget } from "../../stage/write_target.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import { cellStyle, constantStyle } from "../cells/cell_style.ts";
import { type TargetColumn, targetNamed, unknownTarget } from "./columns.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { type Lookup, lookupOnce } from "../names/lookups.ts";

/** What reading constants takes. */
export interface ConstantsOptions {
  readonly plan: TablePlan;
  readonly lookups: readonly Lookup[];
  readonly targets: readonly TargetColumn[];
  readonly mapping: CsvMapping;
  readonly readers: Map<string, CellReader>;
  readonly problems: string[];
}

/** Reads what a mapping sets for every row; what is wrong with it joins the problems. */
export async function readConstants(
  db: DrizzleTarget,
  { plan, lookups, targets, mapping, readers, problems }: ConstantsOptions,
): Promise<Record<string, unknown>> {
  const constants: Record<string, unknown> = {};
  const style = constantStyle(cellStyle(mapping));
  for (const [name, value] of Object.entries(mapping.set ?? {})) {
    const key = targetNamed(targets, name)?.key;
    if (key === undefined) {
      problems.push(unknownTarget(name, targets));
      continue;
    }
    const lookup = lookups.find((one) => one.key === key);
    const read = lookup === undefined
      ? fieldReader(plan, key, style)
      : await lookupOnce(db, lookup, readers);
    const constant = typeof value === "string" ? read(value) : value;
    if (constant instanceof CellFault) problems.push(`${key} is set: ${constant.reason}`);
    else constants[lookup?.column ?? key] = constant;
  }
  return constants;
}
