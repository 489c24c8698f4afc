import type { FiscalMetric, FlowType } from "../schema/mod.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { compose } from "./statement.ts";

/** A series by its source's own code. */
export interface SeriesCode {
  /** The source's name, `ALFRED`. */
  readonly source: string;
  /** The source's own code, `GDPC1`. */
  readonly code: string;
}

/** A series: its id in `series_metadata`, or its source and code. */
export type SeriesRef =
  | number
  | ((SeriesCode | { readonly id: number }) & {
    /**
     * True for forecasts and targets, whose observations are dated after their release. For other
     * series the latest observation is searched only up to a day after the instant, which saves the
     * server from reading everything later.
     */
    readonly ahead?: boolean;
  });

/** Which of the revised tables is read: `macro_series` by default. */
export interface FigureOptions {
  /** Reads `flow_data`: flows of this kind. */
  readonly flowType?: FlowType;
  /** Reads `fiscal_data`: figures of this measure. */
  readonly fiscalMetric?: FiscalMetric;
  /** True gives the kind of vintage with each observation, as `vintageKind`. */
  readonly withKind?: boolean;
}

/** A series that was found. */
export interface FoundSeries {
  readonly id: number;
  readonly ahead: boolean;
}

/**
 * Finds the ids of series, in the given order; asks the server only for codes.
 *
 * @throws {TypeError} If a reference is not valid.
 * @throws {RangeError} If a code is not in `series_metadata`.
 */
export async function findSeries(
  source: ReadSource,
  refs: readonly SeriesRef[],
): Promise<readonly FoundSeries[]> {
  const codes = refs.filter(isCode);
  const ids = codes.length === 0 ? new Map<string, number>() : await idsOf(source, codes);
  return refs.map((ref) => {
    if (isCode(ref)) {
      return { id: ids.get(keyOf(ref)) ?? unknown(nameOf(ref)), ahead: isAhead(ref) };
    }
    const id = typeof ref === "number" ? ref : Object(ref).id;
    if (Number.isInteger(id) && id > 0 && id < 2 ** 31) return { id, ahead: isAhead(ref) };
    throw new TypeError(
      `Cannot read the series ${JSON.stringify(ref)}: it is not a series, ` +
        'pass its id or { source: "ALFRED", code: "GDPC1" }',
    );
  });
}

/**
 * Refuses ids that are not series. Called only if a read found nothing, so that it costs no time
 * otherwise and a wrong id does not look like a series without data.
 *
 * @throws {RangeError} If one is not in `series_metadata`.
 */
export async function refuseUnknown(source: ReadSource, ids: readonly number[]): Promise<void> {
  const [missing] = await readRows<{ id: number }>(
    source,
    compose`select id from unnest(${ids}::int[]) as asked (id)
      where not exists (select from series_metadata s where s.id = asked.id) limit 1`,
  );
  if (missing !== undefined) unknown(String(missing.id));
}

function isCode(ref: SeriesRef): ref is SeriesCode & { readonly ahead?: boolean } {
  return typeof ref === "object" && ref !== null && "source" in ref && "code" in ref;
}

function isAhead(ref: SeriesRef): boolean {
  return typeof ref === "object" && ref.ahead === true;
}

async function idsOf(
  source: ReadSource,
  codes: readonly SeriesCode[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await readRows<SeriesCode & { id: number }>(
    source,
    compose`select s.id, d.name as source, s.series_code as code
      from unnest(${codes.map((ref) => ref.source)}::text[], ${
      codes.map((ref) => ref.code)
    }::text[])
        as asked (source, code)
      join data_sources d on d.name = asked.source
      join series_metadata s on s.source_id = d.id and s.series_code = asked.code`,
  );
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

function keyOf({ source, code }: SeriesCode): string {
  return JSON.stringify([source, code]);
}

function nameOf({ source, code }: SeriesCode): string {
  return `${source} ${code}`;
}

function unknown(name: string): never {
  throw new RangeError(
    `Cannot find the series "${name}": it is not in series_metadata, add it or correct the reference`,
  );
}
