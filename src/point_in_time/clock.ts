import { parseInterval } from "../timescale/mod.ts";
import {
  dayOf,
  type InstantInput,
  instantText,
  type Microseconds,
  parseInstant,
} from "../base/time/instant.ts";
import { compose, type Fragment, nothing } from "./statement.ts";

/** What a reader knows: the market's clock, and where wanted this database's own. */
export interface ClockOptions {
  /** The instant at which one looks: what was released by then counts. */
  readonly at: InstantInput;
  /** True leaves out what was released at the very instant; it counts by default. */
  readonly strict?: boolean;
  /** How long a release takes to reach the reader, `15 minutes` or `1 day` of 24 hours; none by default. */
  readonly lag?: string;
  /**
   * The second clock: what this database had stored by then. A run of yesterday is reproduced with
   * the `at` it had and the time at which it ran.
   */
  readonly knownTo?: InstantInput;
}

/** How a reader looks, whatever the instant. */
export interface Look {
  /** True leaves out what was released at the very instant. */
  readonly strict: boolean;
  /** How long a release takes to reach the reader. */
  readonly lag: Microseconds;
  /** The second clock, where it is asked for. */
  readonly knownTo: Microseconds | undefined;
}

/** A reader's clocks. */
export interface Clock extends Look {
  /** The instant at which one looks. */
  readonly at: Microseconds;
  /** Its day in UTC, counted from 1970-01-01. */
  readonly day: number;
  /** The newest release that counts; with `strict` the oldest that does not. */
  readonly release: Microseconds;
}

/**
 * Reads the clocks from options.
 *
 * @throws {TypeError} Where an instant is none, or the lag is none or counts in months.
 * @throws {RangeError} As `parseInstant`.
 */
export function readClock(options: ClockOptions): Clock {
  return clockAt(parseInstant(options.at), readLook(options));
}

/** Reads from options how one looks; throws as {@linkcode readClock}. */
export function readLook(options: Omit<ClockOptions, "at">): Look {
  const { strict = false, lag, knownTo } = options;
  return {
    strict,
    lag: lag === undefined ? 0 : parseLag(lag),
    knownTo: knownTo === undefined ? undefined : parseInstant(knownTo, "knownTo"),
  };
}

/** The clocks of one who looks at an instant. */
export function clockAt(at: Microseconds, look: Look): Clock {
  return { ...look, at, day: dayOf(at), release: at - look.lag };
}

/** The condition that a row was known, by the names of the columns of every revised table. */
export function isKnown(clock: Clock): Fragment {
  const release = instantText(clock.release);
  const known = clock.strict
    ? compose`release_time < ${release}`
    : compose`release_time <= ${release}`;
  return clock.knownTo === undefined ? known : compose`${known} ${isStored(clock)}`;
}

/** The condition of the second clock, with its `and`; nothing where it is not asked for. */
export function isStored({ knownTo }: Pick<Clock, "knownTo">): Fragment {
  return knownTo === undefined ? nothing : compose`and ingested_at <= ${instantText(knownTo)}`;
}

function parseLag(text: string): Microseconds {
  const { months, days, microseconds } = parseInterval(text);
  if (months === 0) return days * 86_400_000_000 + Math.round(microseconds);
  throw new TypeError(
    `Cannot read "${text}" as a lag: months differ in length, write it in days or hours`,
  );
}
