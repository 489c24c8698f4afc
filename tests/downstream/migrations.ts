import { defineMigration } from "@strata/foundation/migrate";
import type { Migration } from "@strata/foundation/migrate";

/** The schema of this service's ledger. */
export const LEDGER = "alerts_migrations";

/** This service's migrations; the foundation's run first. */
export const alertMigrations: readonly Migration[] = [
  defineMigration("0001_create_alert_events", {
    up(m) {
      m.sql(`
        create table alert_events (
          rule text not null,
          raised_at timestamptz not null,
          value double precision not null,
          note text,
          constraint pk_alert_events primary key (rule, raised_at)
        )`);
      m.createHypertable("alert_events", {
        by: "raised_at",
        chunkInterval: "30 days",
      });
    },
    down(m) {
      m.sql("drop table alert_events");
    },
  }),
];
