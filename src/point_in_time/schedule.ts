import type { Clock } from "./clock.ts";
import { dayText } from "./day.ts";
import type { DueRelease } from "./due_release.ts";
import { instantText, type Microseconds } from "../base/time/instant.ts";
import { secondsDate } from "./observation.ts";
import { compose, fixed, type Fragment } from "./statement.ts";

/** A row of the schedule as statements select it; instants in seconds since 1970. */
export interface ScheduleRow {
  readonly day: number;
  /** Null where the period was taken off the schedule. */
  readonly expected: number | null;
  readonly zone: string;
  readonly known: number;
}

/** The columns of {@linkcode ScheduleRow}. */
export const scheduleColumns: Fragment = fixed(`period - date '1970-01-01' as day,
  date_part('epoch', expected_at) as expected, zone, date_part('epoch', known_at) as known`);

/** Builds the condition that the schedule said so by then. */
export function isScheduled({ release, strict }: Clock): Fragment {
  return strict
    ? compose`known_at < ${instantText(release)}`
    : compose`known_at <= ${instantText(release)}`;
}

/** Builds the condition that a release is still to come: what is out at an instant is not. */
export function isToCome({ release, strict }: Clock): Fragment {
  return strict
    ? compose`expected_at >= ${instantText(release)}`
    : compose`expected_at > ${instantText(release)}`;
}

/** Converts a row whose release is expected. */
export function toDueRelease({ day, expected, zone, known }: ScheduleRow): DueRelease {
  return {
    period: dayText(day),
    expectedAt: secondsDate(expected ?? NaN),
    zone,
    knownAt: secondsDate(known),
  };
}

/**
 * Finds the next release at each of some instants in chronological order, from the rows of a series
 * in the order in which they became known.
 */
export function nextAtEach(
  rows: readonly ScheduleRow[],
  clocks: readonly Clock[],
): readonly (DueRelease | null)[] {
  const due = new Map<number, ScheduledRow>();
  const scheduled = rows.map(toScheduled);
  let read = 0;
  return clocks.map((clock) => {
    for (let row = scheduled[read]; row !== undefined && row.known <= newest(clock);) {
      due.set(row.day, row);
      row = scheduled[++read];
    }
    let next: ScheduledRow | undefined;
    for (const row of due.values()) {
      // What has passed stays passed, unless a later row schedules it anew.
      if (row.expected <= newest(clock)) due.delete(row.day);
      else if (next === undefined || isBefore(row, next)) next = row;
    }
    return next?.release ?? null;
  });
}

interface ScheduledRow {
  readonly day: number;
  readonly expected: Microseconds;
  readonly known: Microseconds;
  readonly release: DueRelease | null;
}

function toScheduled(row: ScheduleRow): ScheduledRow {
  const { day, expected, known } = row;
  return {
    day,
    known: Math.round(known * 1e6),
    expected: expected === null ? -Infinity : Math.round(expected * 1e6),
    release: expected === null ? null : toDueRelease(row),
  };
}

/** The newest instant that a clock takes for known. */
function newest({ release, strict }: Clock): Microseconds {
  return strict ? release - 1 : release;
}

function isBefore(one: ScheduledRow, other: ScheduledRow): boolean {
  return one.expected < other.expected ||
    (one.expected === other.expected && one.day < other.day);
}
