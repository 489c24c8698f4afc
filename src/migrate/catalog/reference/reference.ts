import type { Queryable } from "../../../base/sql/mod.ts";

/** An empty database to try things in: its own catalog says what statements make. */
export interface Reference extends Queryable, AsyncDisposable {
  /**
   * Runs a statement of a migration, where that takes more than a query: what belongs to the whole
   * server, such as a role, may be left out.
   */
  apply?(statement: string, options: ApplyOptions): Promise<void>;
}

/** How a statement of a migration is run. */
export interface ApplyOptions {
  /** True inside a transaction, which an error would end. */
  readonly transaction: boolean;
}

/** Opens a reference; called again where another empty one is needed. */
export type OpenReference = () => Promise<Reference>;
