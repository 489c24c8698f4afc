import type { Queryable } from "../../base/sql/mod.ts";
import { FALSE_ALARM, readFailedJobs, type ServerInfo } from "../../timescale/mod.ts";

/** Something that is worth knowing and no difference: the schema is as it should be. */
export interface DriftNote {
  /** What it is about, such as `retention policy of ohlcv`. */
  readonly object: string;
  /** What there is to know. */
  readonly message: string;
}

/** Reads which jobs failed in their last run: a matter of health, which no migration mends. */
export async function readNotes(
  client: Queryable,
  server: ServerInfo,
): Promise<readonly DriftNote[]> {
  return (await readFailedJobs(client, server)).map(({ name, message, isFalseAlarm }) => ({
    object: name,
    message: `last run recorded as failed: ${message}${isFalseAlarm ? ` (${FALSE_ALARM})` : ""}`,
  }));
}

/** A line for people for each thing that there is to know, with everything that it is true of. */
export function noteLines(notes: readonly DriftNote[]): readonly string[] {
  return [...Map.groupBy(notes, ({ message }) => message)]
    .map(([message, same]) => `${same.map(({ object }) => object).join(", ")}: ${message}`);
}
