import type { ApiToken } from "../../base/settings/mod.ts";
import type { ServedRequests } from "./served_requests.ts";

/** The limits of a read API. */
export interface ApiLimits {
  /** The most rows of an answer; 5,000,000 by default. */
  readonly rows: number;
  /** The longest time from a request to the last byte of its answer, in milliseconds; 120,000. */
  readonly timeoutMs: number;
  /** The answers that are made at once; 8, and never more than the pool has connections. */
  readonly concurrency: number;
  /** Of these, the most for one token; 4. */
  readonly perToken: number;
  /** The requests that may wait for their turn; 64. */
  readonly waiting: number;
  /** The longest wait for a turn, in milliseconds; 5,000. */
  readonly waitMs: number;
  /** The longest URL, in characters; 16,384. */
  readonly urlLength: number;
  /** The most series of one question; 2,000. */
  readonly series: number;
  /** The most instants of a panel; 20,000. */
  readonly instants: number;
  /**
   * The bytes up to which an answer is complete before it is sent, with its length and its ETag;
   * 1 MiB.
   */
  readonly heldBytes: number;
  /**
   * The bytes up to which an answer is given in parts, where a reader of Arrow or Parquet asks for
   * them; 32 MiB. Up to four times as many are kept for some seconds.
   */
  readonly rangedBytes: number;
  /** How long after `knownTo` no write of that time can still be under way, in milliseconds; 1 h. */
  readonly settledMs: number;
}

/** Options of {@linkcode createApi}. */
export interface ApiOptions {
  /** The tokens that are accepted; without one, everybody may ask. */
  readonly tokens?: readonly ApiToken[];
  /** The limits that differ from the usual ones. */
  readonly limits?: Partial<ApiLimits>;
  /** The origin that browsers may ask from, or `*`; none by default. */
  readonly cors?: string | undefined;
  /** Tells what keeps the database from answering, beside its absence: migrations that wait. */
  readonly readiness?: () => Promise<string | undefined>;
  /**
   * Writes `/metrics` in Prometheus's text format, given the requests that were answered so far;
   * there is no such path without it. Where tokens are set it wants one that sees everything.
   */
  readonly metrics?: (requests: readonly ServedRequests[]) => Promise<string>;
}

/** The limits where none are given. */
export const defaultLimits: ApiLimits = Object.freeze({
  rows: 5_000_000,
  timeoutMs: 120_000,
  concurrency: 8,
  perToken: 4,
  waiting: 64,
  waitMs: 5_000,
  urlLength: 16_384,
  series: 2_000,
  instants: 20_000,
  heldBytes: 1_048_576,
  rangedBytes: 33_554_432,
  settledMs: 3_600_000,
});
