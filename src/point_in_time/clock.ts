import { parseInterval } from "../timescale/mod.ts";
import {
  dayOf,
  type InstantInput,
  instantText,
  type Microseconds,
  parseInstant,
} from "../base/time/instant.ts";
import { type VintageKind, vintageKinds } from "../schema/mod.ts";
import { compose, type Fragment, nothing } from "./statement.ts";

/** What a reader knows: the market's clock, and optionally this database's own. */
export interface ClockOptions {
  /** The instant of the look: what was released by then counts. */
  readonly at: InstantInput;
  /** Whether to leave out what was released at that very instant; false by default. */
  readonly strict?: boolean;
  /** How long a release takes to reach the reader, `15 minutes` or `1 day` of 24 hours; none by default. */
  readonly lag?: string;
  /**
   * The second clock: what this database had stored by then. To reproduce yesterday's run, pass its
   * `at` and the time at which it ran.
   */
  readonly knownTo?: InstantInput;
  /**
   * The kinds of vintage that count; all by default. `["native", "observed"]` leaves out what is known
   * by an assumed lag alone, and the first snapshots of archives.
   */
  readonly kinds?: readonly VintageKind[];
}

/** How a reader looks, independent of the instant. */
export interface Look {
  /** Whether to leave out what was released at that very instant. */
  readonly strict: boolean;
  /** How long a release takes to reach the reader. */
  readonly lag: Microseconds;
  /** The second clock, if given. */
  readonly knownTo: Microseconds | undefined;
  /** The kinds of vintage that count; undefined for all. */
  readonly kinds: readonly VintageKind[] | undefined;
}

/** A reader's clocks. */
export interface Clock extends Look {
  /** The instant of the look. */
  readonly at: Microseconds;
  /** Its day in UTC, counted from 1970-01-01. */
  readonly day: number;
  /** The newest release that counts; with `strict` the oldest that does not. */
  readonly release: Microseconds;
}

/**
 * Reads the clocks from options.
 *
 * @throws {TypeError} If an instant is not valid, the lag is not valid or counts in months, or a kind
 * of vintage does not exist.
 * @throws {RangeError} As `parseInstant`.
 */
export function readClock(options: ClockOptions): Clock {
  return clockAt(parseInstant(options.at), readLook(options));
}

/** Reads from options how a reader looks; throws like {@linkcode readClock}. */
export function readLook(options: Omit<ClockOptions, "at">): Look {
  const { strict = false, lag, knownTo, kinds } = options;
  return {
    strict,
    lag: lag === undefined ? 0 : parseLag(lag),
    knownTo: knownTo === undefined ? undefined : parseInstant(knownTo, "knownTo"),
    kinds: kinds === undefined ? undefined : parseKinds(kinds),
  };
}

/** Returns the clocks for a look at an instant. */
export function clockAt(at: Microseconds, look: Look): Clock {
  return { ...look, at, day: dayOf(at), release: at - look.lag };
}

/** Builds the condition that a row was known, with column names that all revised tables share. */
export function isKnown(clock: Clock): Fragment {
  const release = instantText(clock.release);
  const known = clock.strict
    ? compose`release_time < ${release}`
    : compose`release_time <= ${release}`;
  return compose`${known} ${isStored(clock)} ${isOfKind(clock)}`;
}

/** Builds the condition of the kinds of vintage with its `and`, or nothing if all count. */
export function isOfKind({ kinds }: Pick<Clock, "kinds">): Fragment {
  return kinds === undefined ? nothing : compose`and vintage_kind = any(${kinds}::text[])`;
}

/** Builds the condition of the second clock with its `and`, or nothing without that clock. */
export function isStored({ knownTo }: Pick<Clock, "knownTo">): Fragment {
  return knownTo === undefined ? nothing : compose`and ingested_at <= ${instantText(knownTo)}`;
}

function parseKinds(kinds: readonly VintageKind[]): readonly VintageKind[] {
  const odd = kinds.find((kind) => !vintageKinds.includes(kind));
  if (odd === undefined && kinds.length > 0) return kinds;
  throw new TypeError(
    `Cannot read vintages of ${
      odd === undefined ? "no kind" : `the kind "${odd}"`
    }: pass some of ` +
      vintageKinds.join(", "),
  );
}

function parseLag(text: string): Microseconds {
  const { months, days, microseconds } = parseInterval(text);
  if (months === 0) return days * 86_400_000_000 + Math.round(microseconds);
  throw new TypeError(
    `Cannot read "${text}" as a lag: months differ in length, write it in days or hours`,
  );
}
