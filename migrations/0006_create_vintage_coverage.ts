import { defineMigration } from "../src/migrate/mod.ts";

/** What releases repeated, so that vintages can be loaded in any order. */
export default defineMigration("0006_create_vintage_coverage", {
  up(m) {
    m.sql("create schema strata_ingest");
    m.sql(`
      create table strata_ingest.vintage_coverage (
        table_name text not null,
        series_id integer not null,
        kind text not null,
        release_time timestamptz not null,
        covered datemultirange not null,
        constraint pk_vintage_coverage primary key (table_name, series_id, kind, release_time),
        constraint fk_vintage_coverage_series_id_series_metadata
          foreign key (series_id) references series_metadata (id)
      );

      comment on table strata_ingest.vintage_coverage is 'Which observations each release of a series gave: what it repeats has no row in its table';
      comment on column strata_ingest.vintage_coverage.table_name is 'The table that the values are in, by its name';
      comment on column strata_ingest.vintage_coverage.series_id is 'The series';
      comment on column strata_ingest.vintage_coverage.kind is 'The kind of flow or the fiscal metric; empty where a table has neither';
      comment on column strata_ingest.vintage_coverage.release_time is 'When the market could know it';
      comment on column strata_ingest.vintage_coverage.covered is 'The days whose values known by then the release gave'`);
  },
  down(m) {
    m.sql("drop table strata_ingest.vintage_coverage");
    m.sql("drop schema strata_ingest");
  },
});
