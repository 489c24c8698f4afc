import type { Queryable } from "../../../base/sql/mod.ts";
import { addedBars } from "./added_bars.ts";
import { addedReleases } from "./added_releases.ts";
import type { Direction } from "./altered.ts";
import { changeRows } from "./change_rows.ts";
import type { Horizon } from "./horizon.ts";

/** Options of {@linkcode addFuture}. */
export interface AddOptions {
  /** The tables of this package that are here, and whose clock is the package's own. */
  readonly tables: ReadonlySet<string>;
  /** Where the future begins. */
  readonly horizon: Horizon;
  /** Which way values go. */
  readonly direction: Direction;
}

/**
 * Adds rows that become known the moment after: revisions and periods of series, bars that have
 * just begun, an instrument that is about to be listed, changes of schedules and forecasts. Data
 * alone may have nothing there, and the mistake of a moment would pass. Returns how many.
 */
export async function addFuture(
  client: Queryable,
  { tables, horizon, direction }: AddOptions,
): Promise<number> {
  const added = [...addedReleases(horizon, direction), ...addedBars(horizon, direction)];
  let count = 0;
  for (const { table, statement } of added) {
    if (tables.has(table)) count += await changeRows(client, { table, statement });
  }
  return count;
}
