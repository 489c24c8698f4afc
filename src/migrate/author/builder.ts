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
 * What a migration's `up` and `down` are given: each call adds a step, nothing runs yet.
 *
 * Tables are named exactly, as Drizzle names them: `ohlcv`, `crypto.ohlcv`, `Raw.Trade Bars`. `Ohlcv`
 * is what SQL calls `"Ohlcv"`: no name is folded to lower case. A part with a dot in it stands in
 * double quotes. Intervals are written as in SQL: `1 month`;
 * where the time column is an integer, spans are numbers.
 */
export interface MigrationBuilder {
  /** Adds statements of SQL; a text may hold several. */
  sql(text: string): void;
  /** Makes a table a hypertable. */
  createHypertable(table: string, options: CreateHypertableOptions): void;
  /** Sets the span of the chunks to come. */
  setChunkInterval(table: string, chunkInterval: Span): void;
  /**
   * Names the function that tells the current value of an integer time column, which policies count
   * back from: stable, without an argument, of the column's type. SQL creates it before.
   */
  setIntegerNow(table: string, functionName: string): void;
  /** Enables compression, or changes its settings. */
  setCompression(table: string, options: CompressionOptions): void;
  /** Disables compression. */
  removeCompression(table: string): void;
  /**
   * Compresses the chunks that are there, the oldest first, each in a transaction of its own: only in a
   * migration with `transaction: false`.
   */
  compressChunks(table: string, options: CompressChunksOptions): void;
  /** Adds the policy that compresses chunks older than `after`. */
  addCompressionPolicy(table: string, options: { readonly after: Span }): void;
  /** Removes the compression policy, if there is one. */
  removeCompressionPolicy(table: string): void;
  /** Adds the policy that drops chunks older than `after`. */
  addRetentionPolicy(table: string, options: { readonly after: Span }): void;
  /** Removes the retention policy, if there is one. */
  removeRetentionPolicy(table: string): void;
  /** Creates a continuous aggregate without data. */
  createContinuousAggregate(view: string, options: ContinuousAggregateOptions): void;
  /** Changes how a continuous aggregate is kept: its compression, the span of its chunks. */
  alterContinuousAggregate(view: string, options: AlterAggregateOptions): void;
  /** Drops a continuous aggregate. */
  dropContinuousAggregate(view: string): void;
  /** True shows what is materialized alone, false adds the newest rows from the table. */
  setMaterializedOnly(view: string, materializedOnly: boolean): void;
  /**
   * Materializes the whole history of a continuous aggregate: only in a migration with
   * `transaction: false`. Where the server makes no continuous aggregates yet, it does nothing.
   */
  refreshContinuousAggregate(view: string): void;
  /** Adds the policy that refreshes a continuous aggregate. */
  addRefreshPolicy(view: string, options: RefreshPolicyOptions): void;
  /** Removes the refresh policy, if there is one. */
  removeRefreshPolicy(view: string): void;
}

/**
 * Runs a migration's function over a builder and gives back its steps, in order.
 *
 * @param split How a text of SQL becomes statements: an older way, for what an older release hashed.
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
    alterContinuousAggregate: (view, options) => alterAggregateSteps(view, options).forEach(add),
    dropContinuousAggregate: (view) => add(dropContinuousAggregateStep(view)),
    setMaterializedOnly: (view, isOn) => add(setMaterializedOnlyStep(view, isOn)),
    refreshContinuousAggregate: (view) => add(refreshContinuousAggregateStep(view)),
    addRefreshPolicy: (view, options) => add(addRefreshPolicyStep(view, options)),
    removeRefreshPolicy: (view) => add(removeRefreshPolicyStep(view)),
  });
  if (outcome instanceof Promise) {
    // Its rejection would end the process unhandled, behind the clear error thrown here.
    outcome.catch(() => {});
    throw new TypeError("it is asynchronous, and steps are collected before any server is asked");
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
