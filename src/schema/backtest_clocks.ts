import { sql } from "drizzle-orm";
import { check, customType, pgSchema, primaryKey } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { catalogComments } from "./comments.ts";

const roleName = customType<{ data: string }>({ dataType: () => "name" });

/**
 * The instant up to which each time-locked session sees. Only the functions beside it touch it, and it
 * is in a schema of its own, with the views that end at it.
 */
export const backtestClocks = pgSchema("strata_backtest").table("clocks", {
  role: roleName("role").notNull(),
  at: instant("at").notNull(),
  knownTo: instant("known_to"),
  openedAt: instant("opened_at").notNull().defaultNow(),
}, (t) => [
  primaryKey({ name: "pk_clocks", columns: [t.role] }),
  check("ck_clocks_at", sql`isfinite(at)`),
  check("ck_clocks_known_to", sql`isfinite(known_to)`),
]);

/** The comments of {@linkcode backtestClocks} in the database. */
export const backtestClocksComments = catalogComments(backtestClocks, {
  table: "The instant up to which each time-locked role sees",
  columns: {
    role: "The role that logs in",
    at: "What was released by then is seen",
    knownTo: "What was stored by then is seen; null without the second clock",
    openedAt: "When the session was opened",
  },
});
