import type { PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../../base/errors.ts";
import { fiscalData, flowData, macroSeries } from "../../../schema/mod.ts";
import { rowWriter, type WriterOptionsBase } from "../../write/row_writer.ts";
import type { SourceWriter } from "../../write/load.ts";
import { type TablePlan, tablePlan } from "../../encode/table_plan.ts";
import { vintagePlan } from "../../vintages/vintage_plan.ts";
import { vintageWriter } from "../../vintages/vintage_writer.ts";
import type { OnConflict } from "../../write/write_source.ts";
import type { DrizzleTarget } from "../../stage/write_target.ts";
import type { CellReader } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import { type CellStyle, cellStyle } from "../cells/cell_style.ts";
import {
  matchColumns,
  shownHeader,
  type TargetColumn,
  targetNamed,
  unknownTarget,
} from "./columns.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { readConstants } from "./constants.ts";
import { type Lookup, lookupOnce, lookupsOf, releaseZone } from "../names/lookups.ts";
import type { MappedField, RowMap } from "./row_mapper.ts";
import { wideColumns } from "./wide_columns.ts";

/** How a file is loaded. */
export interface CsvPlan {
  readonly map: RowMap;
  readonly writer: SourceWriter;
}

/** A file of which the first line is known. */
export interface CsvTarget {
  readonly db: DrizzleTarget;
  readonly table: PgTable;
  readonly file: string;
  readonly header: readonly string[];
}

/**
 * Plans how the lines of a file become rows of a table.
 *
 * @throws {ConfigError} With all that is wrong with the mapping.
 */
export async function planCsv(
  target: CsvTarget,
  mapping: CsvMapping & WriterOptionsBase & { readonly onConflict?: OnConflict },
): Promise<CsvPlan> {
  const { db, table, file, header } = target;
  const isVintage = [macroSeries, flowData, fiscalData].some((one) => one === table);
  const plan = isVintage ? vintagePlan(table, undefined) : tablePlan(table);
  const lookups = lookupsOf(plan);
  const readers = new Map<string, CellReader>();
  const problems: string[] = [];
  const targets = targetsOf(plan, lookups);
  const constants = await readConstants(db, { plan, lookups, targets, mapping, readers, problems });
  const style = await styleOf(db, { mapping, constants, isVintage });
  const match = matchColumns(header, targets.filter((one) => !isGiven(one, lookups, constants)), {
    columns: mapping.columns ?? {},
    given: new Set(Object.keys(constants)),
    ignored: mapping.ignore ?? [],
  });
  problems.push(...match.problems);
  const fields: MappedField[] = [];
  for (const [name, place] of match.places) {
    const lookup = lookups.find(({ key }) => key === name);
    const read = lookup === undefined
      ? fieldReader(plan, name, style)
      : await lookupOnce(db, lookup, readers);
    fields.push({ key: lookup?.column ?? name, name, place, read });
  }
  const wide = planWide({ plan, mapping, style, header, rest: match.rest, problems });
  if (wide === undefined && match.rest.length > 0 && mapping.ignore !== "rest") {
    const left = match.rest.map((place) => header[place] ?? "");
    problems.push(`no column of the table is called ${shownHeader(left)}: map or ignore them`);
    if (header[0]?.startsWith("#") && mapping.comment === undefined) {
      problems.push('the first line begins with "#": comment (--comment=#) leaves such lines out');
    }
  }
  const given = new Set([
    ...Object.keys(constants),
    ...fields.map(({ key }) => key),
    ...wideKeys(wide),
  ]);
  problems.push(...missingColumns(plan, given, isVintage));
  const skipMissing = columnsNamed(mapping.skipMissing ?? [], targets, problems);
  if (isVintage && mapping.onConflict !== undefined) {
    problems.push("a value that differs is a revision of its own there: leave onConflict out");
  }
  if (problems.length > 0) {
    throw new ConfigError(`Cannot load "${file}" into "${plan.name}": ${problems.join("; ")}`, {
      problems,
    });
  }
  return {
    map: { width: header.length, fields, constants, skipMissing, wide },
    writer: isVintage ? vintageWriter(plan, mapping) : rowWriter(plan, mapping),
  };
}

/** A day of a release is known when it is over in the place of the release, where nothing else is said. */
async function styleOf(
  db: DrizzleTarget,
  { mapping, constants, isVintage }: {
    readonly mapping: CsvMapping;
    readonly constants: Readonly<Record<string, unknown>>;
    readonly isVintage: boolean;
  },
): Promise<CellStyle> {
  const style = cellStyle(mapping);
  if (!isVintage) return style;
  const timeZone = style.timeZone ?? await releaseZone(db, constants["seriesId"]);
  return {
    ...style,
    time: style.time ?? "24:00",
    ...timeZone === undefined ? {} : { timeZone },
  };
}

function targetsOf(plan: TablePlan, lookups: readonly Lookup[]): readonly TargetColumn[] {
  return [
    ...plan.columns.map(({ key, column }) => ({ key, names: [column.name] })),
    ...lookups.map(({ key }) => ({ key, names: [] })),
  ];
}

/** Whether a name stands for an id that is the same in every row. */
function isGiven(
  { key }: TargetColumn,
  lookups: readonly Lookup[],
  constants: Readonly<Record<string, unknown>>,
): boolean {
  return lookups.some((lookup) => lookup.key === key && lookup.column in constants);
}

/** The keys of columns by whatever name they are meant. */
function columnsNamed(
  names: readonly string[],
  targets: readonly TargetColumn[],
  problems: string[],
): ReadonlySet<string> {
  const found = names.map((name) => targetNamed(targets, name)?.key ?? { name });
  for (const one of found) {
    if (typeof one === "object") problems.push(unknownTarget(one.name, targets));
  }
  return new Set(found.filter((one) => typeof one === "string"));
}

function planWide({ plan, mapping, style, header, rest, problems }: {
  readonly plan: TablePlan;
  readonly mapping: CsvMapping;
  readonly style: CellStyle;
  readonly header: readonly string[];
  readonly rest: readonly number[];
  readonly problems: string[];
}): RowMap["wide"] {
  if (mapping.wide === undefined) return undefined;
  const wanted = mapping.value === undefined ? ["rate", "value", "impliedVol"] : [mapping.value];
  const key = wanted.map((one) => targetNamed(targetsOf(plan, []), one)?.key).find(Boolean);
  if (key === undefined) {
    problems.push(`the table has no ${wanted.join(" or ")} for the cells of a wide file`);
    return undefined;
  }
  const found = wideColumns(
    mapping.wide,
    new Map(rest.map((place) => [place, header[place] ?? ""])),
    {
      readRelease: fieldReader(plan, "releaseTime", { ...style, dateFormat: "iso" }),
      hasLabel: plan.columns.some((planned) => planned.key === "tenorLabel"),
    },
  );
  problems.push(...found.problems);
  return { columns: found.columns, key, read: fieldReader(plan, key, style) };
}

function wideKeys(wide: RowMap["wide"]): readonly string[] {
  return wide === undefined ? [] : [wide.key, ...Object.keys(wide.columns[0]?.fields ?? {})];
}

function missingColumns(
  plan: TablePlan,
  given: ReadonlySet<string>,
  isVintage: boolean,
): readonly string[] {
  const derived = isVintage ? undefined : plan.completes;
  return plan.columns
    .filter(({ key, isRequired }) => isRequired && !given.has(key) && key !== derived)
    .map(({ key }) => `${key} is not given: map a column of the file to it, or set it`);
}
