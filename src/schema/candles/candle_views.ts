import type { BuildColumns, ColumnBuilderBase } from "drizzle-orm";
import {
  doublePrecision,
  integer,
  pgView,
  type PgViewWithSelection,
  text,
} from "drizzle-orm/pg-core";
import {
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type TextColumn,
} from "../columns.ts";

/** The columns of {@linkcode candles5m}, {@linkcode candles1h} and {@linkcode candles1d}. */
export type CandleViewColumns = {
  /** When the candle begins. */
  bucket: NotNull<InstantColumn<"bucket">>;
  /** The exchange. */
  exchange: NotNull<TextColumn<"exchange">>;
  /** The symbol as the exchange writes it. */
  symbol: NotNull<TextColumn<"symbol">>;
  /** The first price. */
  open: NotNull<NumberColumn<"open">>;
  /** The highest price. */
  high: NotNull<NumberColumn<"high">>;
  /** The lowest price. */
  low: NotNull<NumberColumn<"low">>;
  /** The last price. */
  close: NotNull<NumberColumn<"close">>;
  /** The traded volume. */
  volume: NotNull<NumberColumn<"volume">>;
  /** How many one-minute candles it is built from: fewer than its minutes if some had no trade. */
  candles: NotNull<IntegerColumn<"candles">>;
};

/** A view that the migrations create, and Drizzle only reads. */
export type View<Name extends string, Columns extends Record<string, ColumnBuilderBase>> =
  PgViewWithSelection<Name, true, BuildColumns<Name, Columns, "pg">>;

/** Five-minute candles, built from the one-minute candles in `ohlcv`. */
export const candles5m: View<"candles_5m", CandleViewColumns> = pgView("candles_5m", columns())
  .existing();

/** One-hour candles, built from {@linkcode candles5m}. */
export const candles1h: View<"candles_1h", CandleViewColumns> = pgView("candles_1h", columns())
  .existing();

/** One-day candles in UTC, built from {@linkcode candles1h}. */
export const candles1d: View<"candles_1d", CandleViewColumns> = pgView("candles_1d", columns())
  .existing();

function columns(): CandleViewColumns {
  return {
    bucket: instant("bucket").notNull(),
    exchange: text("exchange").notNull(),
    symbol: text("symbol").notNull(),
    open: doublePrecision("open").notNull(),
    high: doublePrecision("high").notNull(),
    low: doublePrecision("low").notNull(),
    close: doublePrecision("close").notNull(),
    volume: doublePrecision("volume").notNull(),
    candles: integer("candles").notNull(),
  };
}
