import { splitStatements } from "../text/split_statements.ts";
import type { Span } from "../../timescale/mod.ts";
import type { Step } from "./step.ts";
import { type AlterAggregateOptions, alterAggregateSteps } from "./steps/alter_aggregate.ts";
import { type CompressChunksOptions, compressChunksStep } from "./steps/compress_chunks.ts";
import {
  type CompressionOptions,
  removeCompressionStep,
  setCompressionStep,
} from "./steps/compression.ts";
import {
  type ContinuousAggregateOptions,
  createContinuousAggregateStep,
  dropContinuousAggregateStep,
  refreshContinuousAggregateStep,
  setMaterializedOnlyStep,
} from "./steps/continuous_aggregate.ts";
import {
  type CreateHypertableOptions,
  createHypertableStep,
  setChunkIntervalStep,
  setIntegerNowStep,
} from "./steps/hypertable.ts";
import { type SqlOnAggregatesOptions, sqlOnAggregatesStep } from "./steps/sql_on_aggregates.ts";
import {
  addCompressionPolicyStep,
  addRefreshPolicyStep,
  addRetentionPolicyStep,
  type RefreshPolicyOptions,
  removeCompressionPolicyStep,
  removeRefreshPolicyStep,
  removeRetentionPolicyStep,
} from "./steps/policies.ts";

/**
 * The builder that `up` and `down` of a migration receive. Each call adds a step; nothing runs yet.
 *
 * Tables are named exactly, as Drizzle names them: `ohlcv`, `crypto.ohlcv`, `Raw.Trade Bars`. No
 * name is folded to lower case: `Ohlcv` is `"Ohlcv"` in SQL. Put a part that contains a dot in
 * double quotes. Intervals are written as in SQL: `1 month`. For an integer time column, spans are
 * numbers.
 */
export interface MigrationBuilder {
  /** Adds SQL statements; one text may hold several. */
  sql(text: string): void;
  /** Converts a table to a hypertable. */
  createHypertable(table: string, options: CreateHypertableOptions): void;
  /** Sets the interval of new chunks. */
  setChunkInterval(table: string, chunkInterval: Span): void;
  /**
   * Sets the function that returns the current value of an integer time column. Policies count back
   * from that value. The function must exist already, be stable, take no arguments and return the
   * column's type.
   */
  setIntegerNow(table: string, functionName: string): void;
  /** Enables compression, or changes its settings. */
  setCompression(table: string, options: CompressionOptions): void;
  /** Disables compression. */
  removeCompression(table: string): void;
  /**
   * Compresses the existing chunks, oldest first, each in its own transaction. Requires a migration
   * with `transaction: false`.
   */
  compressChunks(table: string, options: CompressChunksOptions): void;
  /** Adds the policy that compresses chunks older than `after`. */
  addCompressionPolicy(table: string, options: { readonly after: Span }): void;
  /** Removes the compression policy, if any. */
  removeCompressionPolicy(table: string): void;
  /** Adds the policy that drops chunks older than `after`. */
  addRetentionPolicy(table: string, options: { readonly after: Span }): void;
  /** Removes the retention policy, if any. */
  removeRetentionPolicy(table: string): void;
  /** Creates a continuous aggregate without data. */
  createContinuousAggregate(view: string, options: ContinuousAggregateOptions): void;
  /**
   * Adds SQL statements on continuous aggregates, such as a view that reads one. They run on every
   * server; where a plain view stands in for an aggregate, `undo` runs before that view makes way for
   * it, and the statements run again.
   */
  sqlOnAggregates(text: string, options: SqlOnAggregatesOptions): void;
  /** Changes the storage of a continuous aggregate: its compression and its chunk interval. */
  alterContinuousAggregate(view: string, options: AlterAggregateOptions): void;
  /** Drops a continuous aggregate. */
  dropContinuousAggregate(view: string): void;
  /**
   * Sets whether a view shows only materialized rows (`true`) or also the newest rows of the table.
   */
  setMaterializedOnly(view: string, materializedOnly: boolean): void;
  /**
   * Materializes the whole history of a continuous aggregate. Requires a migration with
   * `transaction: false`. Does nothing on a server that has no continuous aggregates.
   */
  refreshContinuousAggregate(view: string): void;
  /** Adds the policy that refreshes a continuous aggregate. */
  addRefreshPolicy(view: string, options: RefreshPolicyOptions): void;
  /** Removes the refresh policy, if any. */
  removeRefreshPolicy(view: string): void;
}

/**
 * Runs a function of a migration with a builder and returns the steps in order.
 *
 * @param split Splits SQL text into statements. Checksums of older releases need the older
 * splitter.
 */
export function collectSteps(
  build: (m: MigrationBuilder) => void,
  split: (text: string) => readonly string[] = splitStatements,
): readonly Step[] {
  const steps: Step[] = [];
  const add = (step: Step): void => {
    steps.push(step);
  };
  const outcome: unknown = build({
    sql: (text) => split(text).map(sqlStep).forEach(add),
    createHypertable: (table, options) => add(createHypertableStep(table, options)),
    setChunkInterval: (table, interval) => add(setChunkIntervalStep(table, interval)),
    setIntegerNow: (table, name) => add(setIntegerNowStep(table, name)),
    setCompression: (table, options) => add(setCompressionStep(table, options)),
    removeCompression: (table) => add(removeCompressionStep(table)),
    compressChunks: (table, options) => add(compressChunksStep(table, options)),
    addCompressionPolicy: (table, { after }) => add(addCompressionPolicyStep(table, after)),
    removeCompressionPolicy: (table) => add(removeCompressionPolicyStep(table)),
    addRetentionPolicy: (table, { after }) => add(addRetentionPolicyStep(table, after)),
    removeRetentionPolicy: (table) => add(removeRetentionPolicyStep(table)),
    createContinuousAggregate: (view, options) =>
      add(createContinuousAggregateStep(view, options, split)),
    sqlOnAggregates: (text, options) => add(sqlOnAggregatesStep(text, options, split)),
    alterContinuousAggregate: (view, options) => alterAggregateSteps(view, options).forEach(add),
    dropContinuousAggregate: (view) => add(dropContinuousAggregateStep(view)),
    setMaterializedOnly: (view, isOn) => add(setMaterializedOnlyStep(view, isOn)),
    refreshContinuousAggregate: (view) => add(refreshContinuousAggregateStep(view)),
    addRefreshPolicy: (view, options) => add(addRefreshPolicyStep(view, options)),
    removeRefreshPolicy: (view) => add(removeRefreshPolicyStep(view)),
  });
  if (outcome instanceof Promise) {
    // An unhandled rejection would end the process before the clear error below is seen.
    outcome.catch(() => {});
    throw new TypeError(
      "it is asynchronous; make it synchronous, a builder never waits for a server",
    );
  }
  return steps;
}

function sqlStep(statement: string): Step {
  const [firstLine = ""] = statement.split("\n");
  return {
    title: firstLine.length > 60 ? `${firstLine.slice(0, 59)}…` : firstLine,
    needs: null,
    render: () => [statement],
  };
}
