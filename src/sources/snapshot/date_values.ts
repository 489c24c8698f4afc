import type { Frequency } from "../../schema/mod.ts";
import type { SeriesRequest, SourceContext, SourceVintage } from "../source.ts";
import { ASSUME_LAG, assumedRelease, parseLag } from "./publication_lag.ts";
import { readSnapshotCursor } from "./snapshot_cursor.ts";

/** Dates the values of an answer. */
export type ValueDating = (
  values: readonly SnapshotValue[],
  at: Date,
) => readonly SourceVintage[];

/** A value of a source that does not say when it was published. */
export type SnapshotValue = Pick<SourceVintage, "observationDate" | "value">;

/**
 * Decides how a fetch dates values without vintages. What is new since the last fetch is `observed`
 * at the answer that holds it. What the first fetch finds is history: with the setting `assumeLag`,
 * it is `assumed` to have been published so long after the end of each period; without it, it counts
 * as known from that fetch on, and the caller is told.
 */
export function valueDating(
  { cursor, settings }: SeriesRequest,
  context: SourceContext,
  { title, zone }: { readonly title: string; readonly zone: string },
): ValueDating {
  const before = cursor === undefined ? undefined : readSnapshotCursor(cursor);
  const lagText = settings[ASSUME_LAG];
  const lag = lagText === undefined ? undefined : parseLag(lagText);
  if (before !== undefined && !before.isHistory) {
    if (lagText !== undefined && lagText !== before.lag) {
      context.note(
        `assumeLag=${lagText} changes nothing: only a first fetch dates history, forget the ` +
          "series and delete its values to date them anew",
      );
    }
    return observed;
  }
  if (lag === undefined) {
    context.note(
      `${title} does not say when values were published: those of this first fetch count as known ` +
        'from now on, set assumeLag at a first fetch (--assume-lag="20 days") to date them by their period',
    );
    return observed;
  }
  // as: sources put the frequency of their description there.
  const frequency = (settings["frequency"] ?? "daily") as Frequency;
  return (values, at) =>
    values.map((value) => {
      const releaseTime = assumedRelease(value.observationDate, { frequency, lag, zone });
      return releaseTime < at
        ? { ...value, releaseTime, kind: "assumed" }
        : { ...value, releaseTime: at, kind: "observed" };
    });
}

function observed(values: readonly SnapshotValue[], at: Date): readonly SourceVintage[] {
  return values.map((value) => ({ ...value, releaseTime: at, kind: "observed" }));
}
