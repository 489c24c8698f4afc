import { integer, pgTable, text } from "drizzle-orm/pg-core";

/**
 * A table in which a message that is stored twice has two rows: its key is made when a row is
 * written, and not by the message.
 */
export const auditedMessages = pgTable("audited_messages", {
  id: text("id").primaryKey(),
  n: integer("n").notNull(),
});

/** The statement that makes the table. */
export const AUDITED_MESSAGES =
  "create table audited_messages (id text primary key, n int not null)";
