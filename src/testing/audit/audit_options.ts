import type { InstantInput } from "../../base/time/instant.ts";
import type { Database } from "../../database/mod.ts";

/** What is audited: a function that reads from the database it is given, and answers. */
export type Model<T, TSchema extends Record<string, unknown> = Record<string, never>> = (
  database: Database<TSchema>,
) => T | PromiseLike<T>;

/** Options of `auditLookAhead` and `assertNoLookAhead`. */
export interface AuditLookAheadOptions<
  TSchema extends Record<string, unknown> = Record<string, never>,
> {
  /** The database, with data before and after the instant; nothing in it changes. */
  readonly database: Database<TSchema>;
  /** The instant up to which the model may know. */
  readonly at: InstantInput;
  /** The second clock, for a model that uses it: what was stored later must not count either. */
  readonly knownTo?: InstantInput;
  /**
   * When the rows of other tables are known, as an SQL expression by table: `{ trades:
   * "executed_at", scores: "day + 1" }`. For one of this package's tables it replaces the rule:
   * `{ market_data: "timestamp + interval '21 hours'" }`.
   */
  readonly tables?: Readonly<Record<string, string>>;
  /**
   * By how much numbers of the answers may differ, as a share of the larger (of 1 where both are
   * smaller). 0 by default; `1e-12` forgives sums in another order.
   */
  readonly tolerance?: number;
  /** Ends the audit, with the signal's reason. */
  readonly signal?: AbortSignal;
}
