import type { Secret } from "../base/settings/mod.ts";
import type { InstantInput } from "../base/time/instant.ts";
import type { Database } from "../database/mod.ts";

/** The options of `openBacktest`. */
export interface BacktestOptions {
  /** The instant at which the session's clock stands: what was released by then is seen. */
  readonly at: InstantInput;
  /** The second clock: rows that this database stored later are hidden too. */
  readonly knownTo?: InstantInput;
  /**
   * How long the session's role can log in, `1 day` by default. What a killed process leaves behind is
   * removed by the next `openBacktest`.
   */
  readonly lifetime?: string;
  /**
   * Tables, views and functions outside of this package, `public.holidays` or `public.quote(text)`, that
   * every role may read or call and that tell nothing of the future. Others are a reason not to open.
   */
  readonly allow?: readonly string[];
}

/** The options of {@linkcode Backtest.advance}. */
export interface AdvanceOptions {
  /** Moves the second clock too; a session that was opened without one has none. */
  readonly knownTo?: InstantInput;
}

/** A session whose clock stands in the past, opened by `openBacktest`. */
export interface Backtest<TSchema extends Record<string, unknown> = Record<string, never>>
  extends AsyncDisposable {
  /** The database as it was known at {@linkcode Backtest.at}, for every read of this package and any SQL. */
  readonly database: Database<TSchema>;
  /** The same session's URL, for Python, R or `psql`. */
  readonly url: Secret;
  /** The role that it logs in as. */
  readonly role: string;
  /** The instant of the clock, cut to milliseconds. */
  readonly at: Date;
  /**
   * Moves the clock forwards, for every connection of the session; a transaction that is
   * `repeatable read` keeps the instant at which it began.
   *
   * @throws {RangeError} If the clock stands later, or the session is closed.
   */
  advance(to: InstantInput, options?: AdvanceOptions): Promise<void>;
  /** Ends its connections and removes its role. Idempotent. */
  close(): Promise<void>;
}
