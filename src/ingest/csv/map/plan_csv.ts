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
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import { type CellStyle, cellStyle, constantStyle } from "../cells/cell_style.ts";
import {
  matchColumns,
  placesNamed,
  shownHeader,
  type TargetColumn,
  targetNamed,
  unknownTarget,
} from "./columns.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { readConstants } from "./constants.ts";
import { type Lookup, lookupOnce, lookupsOf, ofSource, releaseZone } from "../names/lookups.ts";
import type { MappedField, RowMap } from "./row_mapper.ts";
import { planWide, wideKeys } from "./plan_wide.ts";
import { releaseConstant, releaseField } from "./release_field.ts";

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
  // Which zone a release is of is known with its series.
  const [releaseName, releaseText] = isVintage ? releaseConstant(targets, mapping) : [];
  const { [releaseName ?? ""]: _, ...set } = mapping.set ?? {};
  const constants = await readConstants(db, {
    ...{ plan, lookups, targets, readers, problems },
    mapping: { ...mapping, set },
  });
  const style = await styleOf(db, { mapping, constants, isVintage });
  const ofRow = isVintage && style.timeZone === undefined;
  if (releaseText !== undefined && !ofRow) {
    const release = fieldReader(plan, "releaseTime", constantStyle(style))(releaseText);
    if (release instanceof CellFault) problems.push(`releaseTime is set: ${release.reason}`);
    else constants["releaseTime"] = release;
  }
  const match = matchColumns(header, targets.filter((one) => !isGiven(one, lookups, constants)), {
    columns: mapping.columns ?? {},
    given: new Set([
      ...Object.keys(constants),
      ...releaseText === undefined ? [] : ["releaseTime"],
    ]),
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
  const where = placesNamed(header, Object.keys(mapping.where ?? {}), problems);
  const [lastActual] = placesNamed(
    header,
    mapping.lastActual === undefined ? [] : [mapping.lastActual],
    problems,
  );
  const nameless = mapping.ignore === "rest"
    ? []
    : match.rest.filter((place) => header[place] === "" && place > 0);
  const rest = match.rest.filter((place) =>
    !where.includes(place) && place !== lastActual && !nameless.includes(place)
  );
  const seriesLookup = lookups.find(({ key }) => key === "series");
  const readSeries = mapping.wide === "series" && seriesLookup !== undefined
    ? ofSource(await lookupOnce(db, seriesLookup, readers), constants["source"])
    : undefined;
  const wide = planWide({
    ...{ plan, mapping, targets, style, header, rest, readSeries, lastActual, problems },
  });
  if (wide === undefined && rest.length > 0 && mapping.ignore !== "rest") {
    const left = rest.map((place) => header[place] ?? "");
    problems.push(`no column of the table is called ${shownHeader(left)}: map or ignore them`);
    if (header[0]?.startsWith("#") && mapping.comment === undefined) {
      problems.push('the first line begins with "#": comment (--comment=#) leaves such lines out');
    }
  }
  const given = new Set([
    ...Object.keys(constants),
    ...releaseText === undefined ? [] : ["releaseTime"],
    ...fields.map(({ key }) => key),
    ...wideKeys(wide),
  ]);
  const missing = missingColumns(plan, given, isVintage);
  problems.push(...missing);
  if (missing.length > 0 && header.length < 4 && mapping.skipLines === undefined) {
    problems.push(
      "if the header comes later, skipLines (--skip-lines=3) leaves out what is before it",
    );
  }
  const skipMissing = columnsNamed(mapping.skipMissing ?? [], targets, problems);
  if (isVintage && mapping.onConflict !== undefined) {
    problems.push("a value that differs is a revision of its own there: leave onConflict out");
  }
  if (problems.length > 0) {
    throw new ConfigError(`Cannot load "${file}" into "${plan.name}": ${problems.join("; ")}`, {
      problems,
    });
  }
  const released = fields.findIndex(({ key }) => key === "releaseTime");
  const from = releaseText ?? fields[released]?.place;
  const release = ofRow && from !== undefined
    ? await releaseField(db, {
      ...{ plan, from },
      style: typeof from === "string" ? constantStyle(style) : style,
    })
    : undefined;
  if (release !== undefined && released >= 0) fields.splice(released, 1);
  return {
    map: {
      ...{ width: header.length, fields, constants, skipMissing, wide, nameless, release },
      where: Object.values(mapping.where ?? {}).map((texts, i) => ({
        place: where[i] ?? -1,
        texts: new Set(texts),
      })),
      ...mapping.skipEmpty === true ? { numbers: numberPlaces(plan, fields, wide) } : {},
    },
    writer: isVintage ? vintageWriter(plan, mapping) : rowWriter(plan, mapping),
  };
}

/** The cells that hold numbers. */
function numberPlaces(
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
