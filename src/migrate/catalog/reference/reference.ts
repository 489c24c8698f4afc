import type { Queryable } from "../../../base/sql/mod.ts";

/** An empty database to try statements in. Its catalog shows what they create. */
export interface Reference extends Queryable, AsyncDisposable {
  /**
   * Runs a statement of a migration if it needs more than a query. May skip statements that affect
   * the whole server, such as creating a role.
   */
  apply?(statement: string, options: ApplyOptions): Promise<void>;
}

/** Options for running a statement of a migration. */
export interface ApplyOptions {
  /** True in a transaction, which an error would abort. */
  readonly transaction: boolean;
}

/** Opens a reference. Called again if another empty one is needed. */
export type OpenReference = () => Promise<Reference>;
