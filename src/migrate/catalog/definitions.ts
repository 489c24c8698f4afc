import type { PgTable } from "drizzle-orm/pg-core";
import type { ContinuousAggregate, Hypertable } from "../../timescale/mod.ts";
import type { GrantDefinition, OwnerDefinition } from "./grants.ts";

/** The comment on a table or a column, with SQL names. */
export interface CommentDefinition {
  /** The table's schema, `public` by default. */
  readonly schema?: string;
  /** The table. */
  readonly table: string;
  /** The column, or null where the comment is on the table itself. */
  readonly column: string | null;
  /** The text. */
  readonly comment: string;
}

/**
 * What a database shall hold, as TypeScript says it: the one source that migrations are generated
 * from and that the drift check compares with.
 */
export interface Definitions {
  /** The tables. */
  readonly tables: readonly PgTable[];
  /** The comments on tables and columns, which Drizzle has none of. */
  readonly comments?: readonly CommentDefinition[];
  /** Which of the tables are hypertables. */
  readonly hypertables?: readonly Hypertable[];
  /** The continuous aggregates, each after the one that it reads from. */
  readonly continuousAggregates?: readonly ContinuousAggregate[];
  /**
   * The tables whose column `updated_at` follows every update, whichever client makes it: each gets a
   * trigger `tg_<table>_updated_at` that calls `strata_set_updated_at()`.
   */
  readonly touchUpdatedAt?: readonly PgTable[];
  /** What roles may do with tables, views and aggregates; what is not listed is left alone. */
  readonly grants?: readonly GrantDefinition[];
  /** Which roles own them. */
  readonly owners?: readonly OwnerDefinition[];
}
