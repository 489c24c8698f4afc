import { sql } from "drizzle-orm";
import { bigint, check, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import {
  type ChoiceColumn,
  type CountColumn,
  type Defaulted,
  instant,
  type InstantColumn,
  type NotNull,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { exchanges } from "./exchanges.ts";
import { backfillStatuses, timeframes } from "./value_lists.ts";

/** The columns of {@linkcode backfillCheckpoints}. */
export type BackfillCheckpointsColumns = {
  /** The exchange. */
  exchange: NotNull<ChoiceColumn<"exchange", typeof exchanges>>;
  /** The symbol as the exchange writes it. */
  symbol: NotNull<TextColumn<"symbol">>;
  /** The length of a candle. */
  timeframe: NotNull<ChoiceColumn<"timeframe", typeof timeframes>>;
  /** The start of the range, inclusive. */
  rangeStart: NotNull<InstantColumn<"range_start">>;
  /** The end of the range, exclusive. */
  rangeEnd: NotNull<InstantColumn<"range_end">>;
  /** The state of the range. */
  status: Defaulted<ChoiceColumn<"status", typeof backfillStatuses>>;
  /** How many rows were written. */
  rowsIngested: Defaulted<CountColumn<"rows_ingested">>;
  /** The last error. */
  error: TextColumn<"error">;
  /** When the row was last changed, by any client. */
  updatedAt: Defaulted<InstantColumn<"updated_at">>;
};

/** Which ranges of candles are loaded: ranges rather than one cursor, so that gaps are visible. */
export const backfillCheckpoints: Table<"backfill_checkpoints", BackfillCheckpointsColumns> =
  pgTable(
    "backfill_checkpoints",
    {
      exchange: text("exchange", { enum: exchanges }).notNull(),
      symbol: text("symbol").notNull(),
      timeframe: text("timeframe", { enum: timeframes }).notNull(),
      rangeStart: instant("range_start").notNull(),
      rangeEnd: instant("range_end").notNull(),
      status: text("status", { enum: backfillStatuses }).notNull().default("pending"),
      rowsIngested: bigint("rows_ingested", { mode: "number" }).notNull().default(0),
      error: text("error"),
      updatedAt: instant("updated_at").notNull().defaultNow(),
    } satisfies BackfillCheckpointsColumns,
    (t) => [
      primaryKey({
        name: "pk_backfill_checkpoints",
        columns: [t.exchange, t.symbol, t.timeframe, t.rangeStart],
      }),
      check("ck_backfill_checkpoints_range", sql`range_end > range_start`),
      check("ck_backfill_checkpoints_rows_ingested", sql`rows_ingested >= 0`),
    ],
  );

/** A row of {@linkcode backfillCheckpoints}. */
export type BackfillCheckpoint = typeof backfillCheckpoints.$inferSelect;
/** What an insert into {@linkcode backfillCheckpoints} takes. */
export type NewBackfillCheckpoint = typeof backfillCheckpoints.$inferInsert;

/** The comments of {@linkcode backfillCheckpoints} in the database. */
export const backfillCheckpointsComments: TableComments<BackfillCheckpointsColumns> = {
  table: "Which ranges of candles are here: covered ranges, not one cursor",
  columns: {
    exchange: "The exchange",
    symbol: "The symbol as the exchange writes it",
    timeframe: "The length of a candle, 1m for one",
    rangeStart: "Where the range begins, inclusive",
    rangeEnd: "Where the range ends, exclusive",
    status: "How far the range has come: pending, running, done or failed",
    rowsIngested: "How many rows were written",
    error: "What went wrong last",
    updatedAt: "When the row was last changed, by any client",
  },
};
