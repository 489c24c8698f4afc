import type { TablePlan } from "../../encode/table_plan.ts";
import type { CellReader } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import type { CellStyle } from "../cells/cell_style.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { type TargetColumn, targetNamed } from "./columns.ts";
import type { LastActual, RowMap } from "./row_mapper.ts";
import { isPeriod, wideColumns } from "./wide_columns.ts";

/** Options of {@linkcode planWide}. */
export interface PlanWideOptions {
  readonly plan: TablePlan;
  readonly mapping: CsvMapping;
  readonly targets: readonly TargetColumn[];
  readonly style: CellStyle;
  readonly header: readonly string[];
  /** The places of the columns that match none of the table. */
  readonly rest: readonly number[];
  readonly readSeries: CellReader | undefined;
  /** The place of the cell that names the last period that is not an estimate. */
  readonly lastActual: number | undefined;
  readonly problems: string[];
}

/** Plans how the cells of a wide file become rows, and adds what is wrong to the problems. */
export function planWide(options: PlanWideOptions): RowMap["wide"] {
  const { plan, mapping, style, header, rest, problems } = options;
  if (mapping.wide === undefined) return undefined;
  const wanted = mapping.value === undefined ? ["rate", "value", "impliedVol"] : [mapping.value];
  const key = wanted.map((one) => targetNamed(options.targets, one)?.key).find(Boolean);
  if (key === undefined) {
    problems.push(`the table has no ${wanted.join(" or ")} for the cells of a wide file`);
    return undefined;
  }
  const dayKey = plan.columns.find(({ column }) => column.getSQLType() === "date")?.key;
  const isLeft = (place: number) =>
    mapping.wide === "periods" && mapping.ignore === "rest" &&
    !isPeriod(header[place] ?? "");
  const found = wideColumns(
    mapping.wide,
    new Map(rest.filter((place) => !isLeft(place)).map((place) => [place, header[place] ?? ""])),
    {
      readRelease: fieldReader(plan, "releaseTime", { ...style, dateFormat: "iso" }),
      hasLabel: plan.columns.some((planned) => planned.key === "tenorLabel"),
      dayKey,
      readSeries: options.readSeries,
    },
  );
  problems.push(...found.problems);
  return {
    columns: found.columns,
    key,
    read: fieldReader(plan, key, style),
    lastActual: lastActual(options.lastActual, dayKey),
  };
}

function lastActual(place: number | undefined, dayKey: string | undefined): LastActual | undefined {
  return place === undefined || dayKey === undefined ? undefined : { place, dayKey };
}

/** The columns of the table that a wide file fills. */
export function wideKeys(wide: RowMap["wide"]): readonly string[] {
  return wide === undefined ? [] : [wide.key, ...Object.keys(wide.columns[0]?.fields ?? {})];
}
