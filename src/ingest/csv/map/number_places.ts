import type { TablePlan } from "../../encode/table_plan.ts";
import type { MappedField, RowMap } from "./row_mapper.ts";

/** Returns the places of the cells that hold numbers. */
export function numberPlaces(
  plan: TablePlan,
  fields: readonly MappedField[],
  wide: RowMap["wide"],
): readonly number[] {
  const numbers = new Set(
    plan.columns.filter(({ column }) => /^(double|real|numeric)/.test(column.getSQLType()))
      .map(({ key }) => key),
  );
  return [
    ...fields.filter(({ key }) => numbers.has(key)).map(({ place }) => place),
    ...wide?.columns.map(({ place }) => place) ?? [],
  ];
}
