import { measureOf } from "../measure.ts";
import type { Picture } from "../picture.ts";

/** The cells of the map: what a release did to a period. */
export interface MapCells {
  /** The releases of the columns, oldest first. */
  readonly releases: readonly Date[];
  /** The periods of the rows, oldest first. */
  readonly periods: readonly string[];
  /** The revisions: column, row, by how much. */
  readonly revised: readonly (readonly [number, number, number])[];
  /** The first releases: column, row. */
  readonly first: readonly (readonly [number, number])[];
  /** What was known and stayed: column, row. */
  readonly same: readonly (readonly [number, number])[];
  /** How many releases and periods are left out, because they are older. */
  readonly left: { readonly releases: number; readonly periods: number };
}

/** The most columns and rows that can be read. */
export const MOST_CELLS = 24;

/** Finds the cells of the last releases and periods. */
export function mapCells(picture: Picture): MapCells {
  const { between } = measureOf(picture);
  const instants = [...new Set(picture.revisions.map(({ releaseTime }) => releaseTime.getTime()))]
    .sort((a, b) => a - b);
  const days = [...new Set(picture.revisions.map(({ observationDate }) => observationDate))].sort();
  const [columns, periods] = [instants.slice(-MOST_CELLS), days.slice(-MOST_CELLS)];
  const [columnOf, rowOf] = [placesOf(columns), placesOf(periods)];
  const firstColumn = new Map<number, number>();
  const cells = { revised: [] as [number, number, number][], first: [] as [number, number][] };
  for (const { observationDate, releaseTime, release, value, previousValue } of picture.revisions) {
    const row = rowOf.get(observationDate);
    if (row === undefined) continue;
    const column = columnOf.get(releaseTime.getTime());
    // What was released before the first column is known in all of them.
    if (release === 1) firstColumn.set(row, column ?? -1);
    if (column === undefined) continue;
    if (release === 1) cells.first.push([column, row]);
    else if (value !== null && previousValue !== null) {
      cells.revised.push([column, row, between(previousValue, value)]);
    }
  }
  const taken = new Set(
    [...cells.revised, ...cells.first].map(([column, row]) => `${column} ${row}`),
  );
  const same = periods.flatMap((_, row) =>
    columns.flatMap((_, column): [number, number][] =>
      column > (firstColumn.get(row) ?? Infinity) && !taken.has(`${column} ${row}`)
        ? [[column, row]]
        : []
    )
  );
  return {
    ...cells,
    same,
    releases: columns.map((instant) => new Date(instant)),
    periods,
    left: {
      releases: instants.length - columns.length,
      periods: days.length - periods.length,
    },
  };
}

function placesOf<T>(list: readonly T[]): ReadonlyMap<T, number> {
  return new Map(list.map((each, i) => [each, i]));
}
