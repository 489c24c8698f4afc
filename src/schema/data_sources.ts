import { integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import {
  type ChoiceColumn,
  type Defaulted,
  type IdentityColumn,
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { authTypes } from "./value_lists.ts";

/** The columns of {@linkcode dataSources}. */
export type DataSourcesColumns = {
  /** The key, assigned by the database. */
  id: IdentityColumn<"id">;
  /** The source's name, unique. */
  name: NotNull<TextColumn<"name">>;
  /** The base URL of its API. */
  baseUrl: TextColumn<"base_url">;
  /** How it authenticates callers. */
  authType: ChoiceColumn<"auth_type", typeof authTypes>;
  /** How many requests it allows per minute. */
  rateLimitPerMinute: IntegerColumn<"rate_limit_per_minute">;
  /** The locale of its texts, such as `pt-BR`. */
  defaultLocale: TextColumn<"default_locale">;
  /** Anything else worth knowing about it. */
  notes: TextColumn<"notes">;
  /** When the row was created. */
  createdAt: Defaulted<InstantColumn<"created_at">>;
  /** When the row was last changed, by any client. */
  updatedAt: Defaulted<InstantColumn<"updated_at">>;
};

/** Where data comes from. */
export const dataSources: Table<"data_sources", DataSourcesColumns> = pgTable(
  "data_sources",
  {
    id: integer("id").generatedAlwaysAsIdentity().primaryKey(),
    name: text("name").notNull(),
    baseUrl: text("base_url"),
    authType: text("auth_type", { enum: authTypes }),
    rateLimitPerMinute: integer("rate_limit_per_minute"),
    defaultLocale: text("default_locale"),
    notes: text("notes"),
    createdAt: instant("created_at").notNull().defaultNow(),
    // A trigger from the migrations sets it on every update; Drizzle's $onUpdate would miss other
    // clients.
    updatedAt: instant("updated_at").notNull().defaultNow(),
  } satisfies DataSourcesColumns,
  (t) => [
    unique("uq_data_sources_name").on(t.name),
  ],
);

/** A row of {@linkcode dataSources}. */
export type DataSource = typeof dataSources.$inferSelect;
/** What an insert into {@linkcode dataSources} takes. */
export type NewDataSource = typeof dataSources.$inferInsert;

/** The comments of {@linkcode dataSources} in the database. */
export const dataSourcesComments: TableComments<DataSourcesColumns> = {
  table: "Where data comes from",
  columns: {
    id: "The key, assigned by the database",
    name: "The source's name, unique",
    baseUrl: "Where its API begins",
    authType: "How it knows its callers: none, api_key and so on",
    rateLimitPerMinute: "How many requests it takes a minute",
    defaultLocale: "The locale of what it prints, pt-BR for one",
    notes: "Whatever else one should know of it",
    createdAt: "When the row was made",
    updatedAt: "When the row was last changed, by any client",
  },
};
