import type { TablePlan } from "../../encode/table_plan.ts";
import { CellFault } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import { cellStyle, constantStyle } from "../cells/cell_style.ts";
import { type TargetColumn, targetNamed, unknownTarget } from "./columns.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import type { Lookup } from "../names/lookups.ts";
import type { NameReaders } from "../names/name_readers.ts";

/** Options of {@linkcode readConstants}. */
export interface ConstantsOptions {
  readonly plan: TablePlan;
  readonly lookups: readonly Lookup[];
  readonly targets: readonly TargetColumn[];
  readonly mapping: CsvMapping;
  readonly readers: NameReaders;
  readonly problems: string[];
}

/** Reads the values that a mapping sets for every row, and adds what is wrong to the problems. */
export async function readConstants(
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
    const read = lookup === undefined ? fieldReader(plan, key, style) : await readers.of(lookup);
    const constant = typeof value === "string" ? read(value) : value;
    if (constant instanceof CellFault) {
      const { reason, remedy } = constant;
      problems.push(`${key} is set: ${reason}`, ...remedy === undefined ? [] : [remedy]);
    }
    // The key is present even if the value is wrong, so that it is not reported as missing too.
    constants[lookup?.column ?? key] = constant instanceof CellFault ? undefined : constant;
  }
  return constants;
}
