import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { finite } from "./_checks.ts";
import {
  type ChoiceColumn,
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type Table,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { instruments } from "./instruments.ts";
import { frequencies } from "./value_lists.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode marketData}. */
export type MarketDataColumns = {
  /** The instrument, a row of `instruments`. */
  instrumentId: NotNull<IntegerColumn<"instrument_id">>;
  /** The length of a bar. */
  frequency: NotNull<ChoiceColumn<"frequency", typeof frequencies>>;
  /** When the bar begins. */
  timestamp: NotNull<InstantColumn<"timestamp">>;
  /** The first price, in the instrument's currency; null if the source gives only a close. */
  open: NumberColumn<"open">;
  /** The highest price. */
  high: NumberColumn<"high">;
  /** The lowest price. */
  low: NumberColumn<"low">;
  /** The last price. */
  close: NotNull<NumberColumn<"close">>;
  /** The traded volume, in the instrument's unit. */
  volume: NumberColumn<"volume">;
  /** The close adjusted for splits and payouts. */
  adjustedClose: NumberColumn<"adjusted_close">;
};

/** Bars of traded instruments. A hypertable by `timestamp`. */
export const marketData: Table<"market_data", MarketDataColumns> = pgTable(
  "market_data",
  {
    instrumentId: integer("instrument_id").notNull(),
    frequency: text("frequency", { enum: frequencies }).notNull(),
    timestamp: instant("timestamp").notNull(),
    open: doublePrecision("open"),
    high: doublePrecision("high"),
    low: doublePrecision("low"),
    close: doublePrecision("close").notNull(),
    volume: doublePrecision("volume"),
    adjustedClose: doublePrecision("adjusted_close"),
  } satisfies MarketDataColumns,
  (t) => [
    primaryKey({ name: "pk_market_data", columns: [t.instrumentId, t.frequency, t.timestamp] }),
    foreignKey({
      name: "fk_market_data_instrument_id_instruments",
      columns: [t.instrumentId],
      foreignColumns: [instruments.id],
    }),
    // An open or close outside high and low is real (47 days of the VIX), and so is a negative
    // price (oil in April 2020): neither is checked.
    check("ck_market_data_high_low", sql`high >= low`),
    check("ck_market_data_volume", sql`volume >= 0`),
    check(
      "ck_market_data_finite",
      finite("open", "high", "low", "close", "volume", "adjusted_close"),
    ),
  ],
);

/** A row of {@linkcode marketData}. */
export type MarketData = typeof marketData.$inferSelect;
/** What an insert into {@linkcode marketData} takes. */
export type NewMarketData = typeof marketData.$inferInsert;

/** The comments of {@linkcode marketData} in the database. */
export const marketDataComments: TableComments<MarketDataColumns> = {
  table: "Bars of traded instruments",
  columns: {
    instrumentId: "The instrument",
    frequency: "The length of a bar",
    timestamp: "Where the bar begins",
    open:
      "The first price, in the instrument's currency; null where the source gives a close alone",
    high: "The highest price",
    low: "The lowest price",
    close: "The last price",
    volume: "What was traded, in the instrument's unit",
    adjustedClose: "The close adjusted for splits and payouts",
  },
};

/** {@linkcode marketData} as a hypertable. */
export const marketDataHypertable: Hypertable<typeof marketData> = hypertable(marketData, {
  by: "timestamp",
  chunkInterval: "1 month",
  compression: {
    segmentBy: ["instrumentId", "frequency"],
    orderBy: ["timestamp desc"],
    after: "30 days",
    rollup: "360 days",
  },
});
