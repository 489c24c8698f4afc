import { hypertable } from "@strata/foundation/timescale";
import type { Hypertable } from "@strata/foundation/timescale";
import { doublePrecision, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** The raised alerts: a table of this service. */
export const alertEvents = pgTable(
  "alert_events",
  {
    rule: text("rule").notNull(),
    raisedAt: timestamp("raised_at", { withTimezone: true }).notNull(),
    value: doublePrecision("value").notNull(),
    note: text("note"),
  },
  (
    t,
  ) => [primaryKey({ name: "pk_alert_events", columns: [t.rule, t.raisedAt] })],
);

/** {@linkcode alertEvents} as a hypertable. */
export const alertEventsHypertable: Hypertable = hypertable(alertEvents, {
  by: "raisedAt",
  chunkInterval: "30 days",
});
