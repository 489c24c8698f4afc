import { boolean, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import {
  type ChoiceColumn,
  type Defaulted,
  type FlagColumn,
  type IdentityColumn,
  instant,
  type InstantColumn,
  type NotNull,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { countries } from "./countries.ts";
import { exchanges } from "./exchanges.ts";
import { assetClasses } from "./value_lists.ts";

/** The columns of {@linkcode instruments}. */
export type InstrumentsColumns = {
  /** The key, assigned by the database. */
  id: IdentityColumn<"id">;
  /** The ticker, unique. */
  ticker: NotNull<TextColumn<"ticker">>;
  /** The name for people. */
  name: NotNull<TextColumn<"name">>;
  /** The kind of asset. */
  assetClass: NotNull<ChoiceColumn<"asset_class", typeof assetClasses>>;
  /** The country; `GLOBAL` if it has none. */
  country: NotNull<ChoiceColumn<"country", typeof countries>>;
  /** The currency of its prices: an ISO 4217 code or a crypto ticker. */
  currency: NotNull<TextColumn<"currency">>;
  /** The venue; null if it trades over the counter. */
  exchange: ChoiceColumn<"exchange", typeof exchanges>;
  /** Whether it trades today, which says nothing about past days. */
  isActive: Defaulted<FlagColumn<"is_active">>;
  /** When the row was created. */
  createdAt: Defaulted<InstantColumn<"created_at">>;
  /** When the row was last changed, by any client. */
  updatedAt: Defaulted<InstantColumn<"updated_at">>;
};

/** Traded instruments. */
export const instruments: Table<"instruments", InstrumentsColumns> = pgTable(
  "instruments",
  {
    id: integer("id").generatedAlwaysAsIdentity().primaryKey(),
    ticker: text("ticker").notNull(),
    name: text("name").notNull(),
    assetClass: text("asset_class", { enum: assetClasses }).notNull(),
    country: text("country", { enum: countries }).notNull(),
    currency: text("currency").notNull(),
    exchange: text("exchange", { enum: exchanges }),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  } satisfies InstrumentsColumns,
  (t) => [
    unique("uq_instruments_ticker").on(t.ticker),
  ],
);

/** A row of {@linkcode instruments}. */
export type Instrument = typeof instruments.$inferSelect;
/** What an insert into {@linkcode instruments} takes. */
export type NewInstrument = typeof instruments.$inferInsert;

/** The comments of {@linkcode instruments} in the database. */
export const instrumentsComments: TableComments<InstrumentsColumns> = {
  table: "What is traded",
  columns: {
    id: "The key, assigned by the database",
    ticker: "The ticker, unique",
    name: "The name for people",
    assetClass: "The kind of asset",
    country: "ISO 3166 code, EU, or GLOBAL where there is no country",
    currency: "The currency of its prices, ISO 4217 code or crypto ticker",
    exchange: "The venue; null where it trades over the counter",
    isActive: "Whether it trades today: not whether it did on a day of the past",
    createdAt: "When the row was made",
    updatedAt: "When the row was last changed, by any client",
  },
};
