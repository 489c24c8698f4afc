import type { PgTable } from "drizzle-orm/pg-core";
import type { ContinuousAggregate, Hypertable } from "../../timescale/mod.ts";
import type { GrantDefinition, OwnerDefinition } from "./grants.ts";

/** The comment on a table or a column, with SQL names. */
export interface CommentDefinition {
  /** The table's schema; `public` by default. */
  readonly schema?: string;
  /** The table. */
  readonly table: string;
  /** The column; null for a comment on the table. */
  readonly column: string | null;
  /** The text. */
  readonly comment: string;
}

/** A function, as the statement that creates it. */
export interface FunctionDefinition {
  /** The schema; `public` by default. */
  readonly schema?: string;
  /** The name. */
  readonly name: string;
  /** The arguments without defaults, which tell functions of one name apart: `series text, n integer`. */
  readonly arguments: string;
  /** The statement: `create or replace function …`, with the schema in the name. */
  readonly statement: string;
  /** The comment. */
  readonly comment?: string;
}

/**
 * What a database should hold, declared in TypeScript. Migrations are generated from it, and the
 * drift check compares with it.
 */
export interface Definitions {
  /** The tables. */
  readonly tables: readonly PgTable[];
  /** The comments on tables and columns, which Drizzle cannot declare. */
  readonly comments?: readonly CommentDefinition[];
  /** The hypertables among the tables. */
  readonly hypertables?: readonly Hypertable[];
  /** The continuous aggregates, each after the one that it reads from. */
  readonly continuousAggregates?: readonly ContinuousAggregate[];
  /**
   * The tables whose `updated_at` column is set on every update by any client. Each gets a trigger
   * `tg_<table>_updated_at` that calls `strata_set_updated_at()`.
   */
  readonly touchUpdatedAt?: readonly PgTable[];
  /**
   * The functions, each after those that its body calls, if PostgreSQL checks the body. In a schema
   * other than `public`, functions that are not declared here are extra ones; in `public` and in
   * schemas without a declared function, migrations may create any.
   */
  readonly functions?: readonly FunctionDefinition[];
  /** The privileges of roles on tables, views and aggregates. Others are not compared. */
  readonly grants?: readonly GrantDefinition[];
  /** The owners of tables, views and aggregates. */
  readonly owners?: readonly OwnerDefinition[];
}
