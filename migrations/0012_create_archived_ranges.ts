import { defineMigration } from "../src/migrate/mod.ts";

/** The ledger of the archive: which ranges of hypertables were moved to files. */
export default defineMigration("0012_create_archived_ranges", {
  up(m) {
    m.sql(`
      create table strata_ingest.archived_ranges (
        id uuid not null,
        table_name text not null,
        range_start timestamptz not null,
        range_end timestamptz not null,
        place text not null,
        state text not null,
        rows bigint,
        content_sha256 text,
        manifest_sha256 text,
        started_at timestamptz not null default now(),
        archived_at timestamptz,
        ended_at timestamptz,
        constraint pk_archived_ranges primary key (id),
        constraint ck_archived_ranges_range check (range_start < range_end)
      );

      comment on table strata_ingest.archived_ranges is 'Which ranges of hypertables were moved to files, and what proves that they are whole';
      comment on column strata_ingest.archived_ranges.id is 'The name of its manifest at the place';
      comment on column strata_ingest.archived_ranges.table_name is 'The hypertable, with its schema';
      comment on column strata_ingest.archived_ranges.range_start is 'The first instant of the range';
      comment on column strata_ingest.archived_ranges.range_end is 'The first instant after the range';
      comment on column strata_ingest.archived_ranges.place is 'The bucket and prefix, or the folder';
      comment on column strata_ingest.archived_ranges.state is 'writing, moved (its rows left the table), archived (its files have their names), restored or replaced';
      comment on column strata_ingest.archived_ranges.rows is 'How many rows it holds';
      comment on column strata_ingest.archived_ranges.content_sha256 is 'The SHA-256 of its rows as JSON lines, in the order of the key';
      comment on column strata_ingest.archived_ranges.manifest_sha256 is 'The SHA-256 of its manifest';
      comment on column strata_ingest.archived_ranges.started_at is 'When its writing began';
      comment on column strata_ingest.archived_ranges.archived_at is 'When its rows left the table';
      comment on column strata_ingest.archived_ranges.ended_at is 'When they came back, or a newer archive of the range took its place'`);
  },
  down(m) {
    m.sql("drop table strata_ingest.archived_ranges");
  },
});
