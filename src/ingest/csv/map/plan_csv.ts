import type { PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../../base/errors.ts";
import { fiscalData, flowData, macroSeries } from "../../../schema/mod.ts";
import { rowWriter, type WriterOptionsBase } from "../../write/row_writer.ts";
import type { SourceWriter } from "../../write/load.ts";
import { tablePlan } from "../../encode/table_plan.ts";
import { vintagePlan } from "../../vintages/vintage_plan.ts";
import { vintageWriter } from "../../vintages/vintage_writer.ts";
import type { OnConflict } from "../../write/write_source.ts";
import type { DrizzleTarget } from "../../stage/write_target.ts";
import { CellFault } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import { constantStyle } from "../cells/cell_style.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { lookupsOf } from "../names/lookups.ts";
import { NameReaders } from "../names/name_readers.ts";
import { namingWriter } from "../names/naming_writer.ts";
import type { CreatedName } from "../names/create_names.ts";
import { matchColumns } from "./columns.ts";
import { directValue } from "./direct_value.ts";
import { readConstants } from "./constants.ts";
import { joinedNames } from "./joined_names.ts";
import { numberPlaces } from "./number_places.ts";
import { besideColumns } from "./beside_columns.ts";
import { pendingNames, sourceGiven } from "./pending_columns.ts";
import { planWide, wideKeys } from "./plan_wide.ts";
import { releaseConstant, releaseField } from "./release_field.ts";
import { releaseStyle } from "./release_style.ts";
import type { MappedField, RowMap } from "./row_mapper.ts";
import { restProblems } from "./rest_problems.ts";
import { columnsNamed, isGiven, missingColumns, targetsOf } from "./table_targets.ts";

/** How a file is loaded. */
export interface CsvPlan {
  readonly map: RowMap;
  readonly writer: SourceWriter;
  /** The series, sources and instruments that were made, once everything is written. */
  created(): readonly CreatedName[];
}

/** A file whose header is known, and the table it is loaded into. */
export interface CsvTarget {
  readonly db: DrizzleTarget;
  readonly table: PgTable;
  readonly file: string;
  readonly header: readonly string[];
}

/**
 * Plans how the lines of a file become rows of a table.
 *
 * @throws {ConfigError} If the mapping is wrong, with every problem found.
 */
export async function planCsv(
  target: CsvTarget,
  mapping: CsvMapping & WriterOptionsBase & { readonly onConflict?: OnConflict },
): Promise<CsvPlan> {
  const { db, table, file, header } = target;
  const isVintage = [macroSeries, flowData, fiscalData].some((one) => one === table);
  const plan = isVintage ? vintagePlan(table, undefined) : tablePlan(table);
  const lookups = lookupsOf(plan);
  const problems: string[] = [];
  const targets = targetsOf(plan, lookups);
  const { pending, places: named } = pendingNames({ file, header, lookups, mapping, problems });
  const source = sourceGiven(targets, mapping);
  const readers = new NameReaders(db, { pending, source });
  // The zone of a release is known only once its series is, so the time is read later.
  const [releaseName, releaseText] = isVintage ? releaseConstant(targets, mapping) : [];
  const { [releaseName ?? ""]: _, ...given } = mapping.set ?? {};
  const joined = await joinedNames({
    ...{ set: given, header, lookups, targets, readers, problems },
  });
  const constants = await readConstants({
    ...{ plan, lookups, targets, readers, problems },
    mapping: { ...mapping, set: joined.set },
  });
  for (const { column } of lookups) problems.push(...pending?.problems(constants[column]) ?? []);
  const style = await releaseStyle(db, { mapping, constants, isVintage, pending });
  const ofRow = isVintage && style.timeZone === undefined;
  if (releaseText !== undefined && !ofRow) {
    const release = fieldReader(plan, "releaseTime", constantStyle(style))(releaseText);
    if (release instanceof CellFault) problems.push(`releaseTime is set: ${release.reason}`);
    else constants["releaseTime"] = release;
  }
  const givenKeys = [
    ...Object.keys(constants),
    ...releaseText === undefined ? [] : ["releaseTime"],
    ...joined.fields.map(({ key }) => key),
  ];
  const open = targets.filter((one) => !isGiven(one, lookups, givenKeys));
  const match = matchColumns(header, open, {
    columns: mapping.columns ?? {},
    given: new Set(givenKeys),
    ignored: mapping.ignore ?? [],
  });
  problems.push(...match.problems);
  const fields: MappedField[] = [...joined.fields];
  for (const [name, place] of match.places) {
    const lookup = lookups.find(({ key }) => key === name);
    const read = lookup === undefined ? fieldReader(plan, name, style) : await readers.of(lookup);
    const isDirect = lookup === undefined ? directValue(plan, name, mapping) : undefined;
    const direct = isDirect === undefined ? {} : { isDirect };
    fields.push({ key: lookup?.column ?? name, name, place, read, ...direct });
  }
  const { where, lastActual, nameless, rest } = besideColumns({
    ...{ header, mapping, problems },
    rest: match.rest.filter((place) => ![...named, ...joined.places].includes(place)),
  });
  const series = lookups.find(({ key }) => key === "series");
  const readSeries = mapping.wide === "series" && series !== undefined
    ? await readers.of(series, { isOwn: true })
    : undefined;
  const wide = planWide({
    ...{ plan, mapping, targets, style, header, rest, readSeries, lastActual, problems },
  });
  if (wide === undefined) problems.push(...restProblems({ header, mapping, rest, plan }));
  const keys = new Set([...givenKeys, ...fields.map(({ key }) => key), ...wideKeys(wide)]);
  const missing = missingColumns(plan, keys, { isVintage, lookups });
  problems.push(...missing);
  if (missing.length > 0 && header.length < 4 && mapping.skipLines === undefined) {
    problems.push(
      "if the header is further down, skipLines (--skip-lines=3) skips the lines before it",
    );
  }
  const skipMissing = columnsNamed(mapping.skipMissing ?? [], targets, problems);
  if (isVintage && mapping.onConflict !== undefined) {
    problems.push("a value that differs is stored as a revision there: leave out onConflict");
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
      ...{ plan, from, pending },
      style: typeof from === "string" ? constantStyle(style) : style,
    })
    : undefined;
  if (release !== undefined && released >= 0) fields.splice(released, 1);
  const writer = isVintage ? vintageWriter(plan, mapping) : rowWriter(plan, mapping);
  const naming = pending === undefined ? undefined : namingWriter(writer, pending);
  return {
    map: {
      ...{ width: header.length, fields, constants, skipMissing, wide, nameless, release },
      ...{ where, pending },
      notes: { remedies: new Set(), estimates: 0, flags: style.flagCount },
      ...mapping.skipEmpty === true ? { numbers: numberPlaces(plan, fields, wide) } : {},
    },
    writer: naming ?? writer,
    created: naming?.created ?? (() => []),
  };
}
