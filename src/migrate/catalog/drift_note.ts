import type { Queryable } from "../../base/sql/mod.ts";
import { FALSE_ALARM, readFailedJobs, type ServerInfo } from "../../timescale/mod.ts";

/** A note on something that is not a difference in the schema. */
export interface DriftNote {
  /** The object, such as `retention policy of ohlcv`. */
  readonly object: string;
  /** The note. */
  readonly message: string;
}

/**
 * Returns notes on jobs whose last run failed. No migration can fix these, so they are not
 * differences.
 */
export async function readNotes(
  client: Queryable,
  server: ServerInfo,
): Promise<readonly DriftNote[]> {
  return (await readFailedJobs(client, server)).map(({ name, message, isFalseAlarm }) => ({
    object: name,
    message: `last run recorded as failed: ${message}${isFalseAlarm ? ` (${FALSE_ALARM})` : ""}`,
  }));
}

/** Returns a line for each message, with all objects that have it. */
export function noteLines(notes: readonly DriftNote[]): readonly string[] {
  return [...Map.groupBy(notes, ({ message }) => message)]
    .map(([message, same]) => `${same.map(({ object }) => object).join(", ")}: ${message}`);
}
