import { sql } from "drizzle-orm";
import {
  type InstantInput,
  instantText,
  type Microseconds,
  parseInstant,
} from "../base/time/instant.ts";
import { releaseCalendar } from "../schema/mod.ts";
import { insertRows } from "./insert_rows.ts";
import {
  drizzleOf,
  type DrizzleTarget,
  isTransaction,
  run,
  type WriteTarget,
} from "./stage/write_target.ts";
import { inTransaction } from "./write/transaction.ts";

/** When a period is expected to be published. */
export interface PeriodSchedule {
  /** The day, or the first day of the period, to be published: `2024-10-01`. */
  readonly period: string;
  /** When it is expected; null if it was taken off the schedule. */
  readonly expectedAt: InstantInput | null;
  /** The zone of the publisher's hour: an IANA name. */
  readonly zone: string;
}

/** Options of {@linkcode recordSchedule}. */
export interface RecordScheduleOptions {
  /** The series, by its id in `series_metadata`. */
  readonly seriesId: number;
  /** Since when the schedule said so. */
  readonly knownAt: InstantInput;
  /** When its periods are expected. */
  readonly releases: readonly PeriodSchedule[];
  /**
   * Whether `releases` is everything that is scheduled: other periods that were to come are then
   * taken off the schedule.
   */
  readonly isComplete?: boolean;
  /** Ends the wait for locks. */
  readonly signal?: AbortSignal;
}

/** What {@linkcode recordSchedule} did. */
export interface RecordScheduleResult {
  /** How many periods are expected at another time than before. */
  readonly changed: number;
}

/**
 * Records when the periods of a series are due, as a schedule said at an instant. A period that was
 * expected at the same time already adds nothing. Record schedules in the order in which they became
 * known: one that was repeated leaves no row, so an older one that is recorded later counts until the
 * next change.
 *
 * @throws {RowsError} If a period is not a day, a zone is not an IANA name, or the series is unknown.
 * @throws {ConflictError} If a schedule of the same instant expects a period at two times.
 * @throws {TypeError} If an instant is not valid.
 *
 * @example
 * ```ts
 * import { createDatabase, recordSchedule } from "@strata/foundation";
 *
 * async function store(seriesId: number): Promise<void> {
 *   await using database = createDatabase();
 *   const zone = "America/New_York";
 *   await recordSchedule(database, {
 *     seriesId,
 *     knownAt: new Date(),
 *     releases: [{
 *       period: "2024-10-01",
 *       expectedAt: { date: "2024-11-01", time: "08:30", timeZone: zone },
 *       zone,
 *     }],
 *   });
 * }
 * ```
 */
export async function recordSchedule(
  target: WriteTarget,
  options: RecordScheduleOptions,
): Promise<RecordScheduleResult> {
  const { seriesId, isComplete = false, signal } = options;
  const knownAt = parseInstant(options.knownAt, "knownAt");
  const given = options.releases.map(({ period, expectedAt, zone }) => ({
    period,
    expectedAt: expectedAt === null ? null : parseInstant(expectedAt, "expectedAt"),
    zone,
  }));
  const drizzle = drizzleOf(target);
  const work = async (tx: DrizzleTarget): Promise<RecordScheduleResult> => {
    const before = await scheduleAt(tx, seriesId, knownAt);
    const gone = isComplete ? takenOff(before, { given, knownAt }) : [];
    const rows = [...given, ...gone].filter((one) => isNews(one, before.get(one.period)))
      .map(({ expectedAt, ...one }) => ({
        ...one,
        seriesId,
        expectedAt: expectedAt === null ? null : instantText(expectedAt),
        knownAt: instantText(knownAt),
      }));
    const { inserted } = await insertRows(tx, releaseCalendar, rows, { onConflict: "error" });
    return { changed: inserted };
  };
  return await inTransaction(drizzle, work, { isRepeatable: !isTransaction(drizzle), signal });
}

interface Scheduled {
  readonly period: string;
  readonly expectedAt: Microseconds | null;
  readonly zone: string;
}

/** The schedule of a series at an instant, under a lock that lets one writer compare at a time. */
async function scheduleAt(
  tx: DrizzleTarget,
  seriesId: number,
  knownAt: Microseconds,
): Promise<ReadonlyMap<string, Scheduled>> {
  await run(
    tx,
    sql`select pg_advisory_xact_lock(hashtext('strata release_calendar'), ${seriesId}::int)`,
  );
  const rows = await run<{ period: string; expected: string | null; zone: string }>(
    tx,
    sql`select distinct on (period) period::text as period, zone,
        (extract(epoch from expected_at) * 1000000)::bigint::text as expected
      from release_calendar
      where series_id = ${seriesId}::int and known_at <= ${instantText(knownAt)}::timestamptz
      order by period, known_at desc`,
  );
  return new Map(rows.map(({ period, expected, zone }) => [
    period,
    { period, zone, expectedAt: expected === null ? null : Number(expected) },
  ]));
}

/** The periods that were to come and are no longer scheduled. */
function takenOff(
  before: ReadonlyMap<string, Scheduled>,
  { given, knownAt }: {
    readonly given: readonly Scheduled[];
    readonly knownAt: Microseconds;
  },
): readonly Scheduled[] {
  const periods = new Set(given.map(({ period }) => period));
  return [...before.values()]
    .filter(({ period, expectedAt }) => (expectedAt ?? knownAt) > knownAt && !periods.has(period))
    .map((one) => ({ ...one, expectedAt: null }));
}

function isNews(one: Scheduled, before: Scheduled | undefined): boolean {
  if (before === undefined) return one.expectedAt !== null;
  return one.expectedAt !== before.expectedAt || one.zone !== before.zone;
}
