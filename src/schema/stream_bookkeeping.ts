import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  integer,
  pgSchema,
  type PgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { type CatalogComment, catalogComments } from "./comments.ts";

// Bookkeeping of streams, and therefore in the schema of the writers' own.
const ingest = pgSchema("strata_ingest");

/** How far each consumer group has stored the messages of each partition. */
export const streamOffsets = ingest.table("stream_offsets", {
  consumerGroup: text("consumer_group").notNull(),
  topic: text("topic").notNull(),
  partition: integer("partition").notNull(),
  topicId: uuid("topic_id").notNull(),
  nextOffset: bigint("next_offset", { mode: "bigint" }).notNull(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
}, (t) => [
  primaryKey({ name: "pk_stream_offsets", columns: [t.consumerGroup, t.topic, t.partition] }),
  check("ck_stream_offsets_next_offset", sql`next_offset >= 0`),
]);

/** How far the changes of each table were published to each topic. */
export const changeCursors = ingest.table("change_cursors", {
  topic: text("topic").notNull(),
  tableName: text("table_name").notNull(),
  publishedTo: instant("published_to").notNull(),
  updatedAt: instant("updated_at").notNull().defaultNow(),
}, (t) => [primaryKey({ name: "pk_change_cursors", columns: [t.topic, t.tableName] })]);

/** The tables of the streams' bookkeeping. */
export const streamBookkeeping: readonly PgTable[] = [streamOffsets, changeCursors];

/** The comments of {@linkcode streamBookkeeping} in the database. */
export const streamBookkeepingComments: readonly CatalogComment[] = [
  ...catalogComments(streamOffsets, {
    table: "How far each consumer group has stored the messages of each partition",
    columns: {
      consumerGroup: "The consumer group",
      topic: "The topic",
      partition: "The partition of the topic",
      topicId: "The id of the topic: one of the same name that replaced it has another",
      nextOffset: "The offset of the first message that is not stored; written with the rows",
      updatedAt: "When it was written last",
    },
  }),
  ...catalogComments(changeCursors, {
    table: "How far the changes of each table were published to each topic",
    columns: {
      topic: "The topic",
      tableName: "The table",
      publishedTo: "What was stored by then is published",
      updatedAt: "When it was written last",
    },
  }),
];
