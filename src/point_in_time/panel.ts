import { fillCells } from "./_panel_cells.ts";
import { type PanelEvent, panelEvents } from "./_panel_events.ts";
import { type AgeOptions, oldestDay } from "./age.ts";
import { clockAt, type ClockOptions, readLook } from "./clock.ts";
import type { DueRelease, NextReleaseOption } from "./due_release.ts";
import { chooseFigures } from "./figures.ts";
import { dateOf, type InstantInput, parseInstant } from "../base/time/instant.ts";
import { nextReleasesOf } from "./next_release.ts";
import type { Observation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { type FigureOptions, findSeries, refuseUnknown, type SeriesRef } from "./series.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode panel}. */
export interface PanelOptions
  extends Omit<ClockOptions, "at">, FigureOptions, AgeOptions, NextReleaseOption {
  /** The series: the columns. */
  readonly series: readonly SeriesRef[];
  /** The instants: the rows. {@linkcode calendar} creates them from days and a time. */
  readonly at: readonly InstantInput[];
}

/** One instant of a panel. */
export interface PanelRow {
  /** The instant. */
  readonly at: Date;
  /**
   * The latest observation of each series, in their order; null if none was known, or none within
   * the maximum age.
   */
  readonly cells: readonly (Observation | null)[];
  /**
   * The next release of each series that is due, in their order, where `withNextRelease` asks for
   * it; null if none was scheduled.
   */
  readonly nextReleases?: readonly (DueRelease | null)[];
}

/**
 * Reads many series at many instants: each cell is what `latest` returns for that series at that
 * instant, with the same age, lag and strictness.
 * A single query returns, for each span between two instants, only the last release: a row per
 * change in the panel, not per cell. The values are carried forward here.
 *
 * @throws {TypeError} If an instant, the age, the lag or a series is not valid.
 * @throws {RangeError} If a series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { calendar, createDatabase, panel } from "@strata/foundation";
 *
 * async function monthlySeriesEachDay(ids: readonly number[]): Promise<void> {
 *   await using db = createDatabase();
 *   const at = calendar({
 *     from: "2016-01-01",
 *     to: "2025-12-31",
 *     time: "18:00",
 *     timeZone: "America/Sao_Paulo",
 *   });
 *   const rows = await panel(db, { series: ids, at, maxAge: "120 days", lag: "15 minutes" });
 *   for (const { at, cells } of rows) console.log(at, cells.map((cell) => cell?.value));
 * }
 * ```
 */
export async function panel(
  source: ReadSource,
  options: PanelOptions,
): Promise<readonly PanelRow[]> {
  return await reading("panel", async () => {
    const look = readLook(options);
    const clocks = options.at.map((at) => clockAt(parseInstant(at), look));
    const oldest = oldestDay(options.maxAge);
    const figures = chooseFigures(options);
    const series = await findSeries(source, options.series);
    const rows = clocks.map(({ at }) => ({
      at: dateOf(at),
      cells: new Array<Observation | null>(series.length).fill(null),
    }));
    if (rows.length === 0 || series.length === 0) return rows;
    const inTime = clocks.map((clock, row) => ({ clock, row, cells: rows[row]?.cells ?? [] }))
      .sort((a, b) => a.clock.at - b.clock.at);
    const events = await readRows<PanelEvent>(
      source,
      panelEvents(series, { clocks: inTime.map(({ clock }) => clock), oldest, figures }),
    );
    const silent = fillCells(events, {
      ids: series.map(({ id }) => id),
      rows: inTime.map(({ clock, cells }) => ({ cells, oldest: oldest(clock.day) ?? -Infinity })),
    });
    if (silent.length > 0) await refuseUnknown(source, silent);
    if (options.withNextRelease !== true) return rows;
    const ids = series.map(({ id }) => id);
    const next = await nextReleasesOf(source, ids, inTime.map(({ clock }) => clock));
    const places = new Map(inTime.map(({ row }, place) => [row, place]));
    return rows.map((row, i) => ({
      ...row,
      nextReleases: next.map((ofSeries) => ofSeries[places.get(i) ?? 0] ?? null),
    }));
  });
}
