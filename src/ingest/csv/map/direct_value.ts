import type { TypedValue } from "../../columnar/columnar_reader.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import { daysOf } from "../../encode/time_columns.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";

/**
 * Tells which values of a file with types go to the writer as they are: numbers of columns of
 * numbers, calendar days, and instants in UTC. The writer checks them as it checks rows of
 * `insertRows`. Undefined where the mapping changes what a text means.
 */
export function directValue(
  plan: TablePlan,
  key: string,
  { missing, dateFormat, flags, thousands }: CsvMapping,
): ((value: TypedValue) => boolean) | undefined {
  if (missing !== undefined || dateFormat !== undefined || flags === true) return undefined;
  const column = plan.columns.find((one) => one.key === key)?.column;
  const type = column?.getSQLType() ?? "";
  if (type.startsWith("timestamp")) return isUtcInstant;
  if (type === "date") return isDay;
  const isNumber = column?.dataType === "number" && !type.startsWith("numeric");
  return isNumber && thousands === undefined ? Number.isFinite : undefined;
}

function isDay(value: TypedValue): boolean {
  return typeof value === "string" && daysOf(value) !== undefined;
}

function isUtcInstant(value: TypedValue): boolean {
  if (value instanceof Date) return true;
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}
