import { defineMigration } from "../src/migrate/mod.ts";

/** What is fetched from sources, where each fetch ended, and the limits that processes share. */
export default defineMigration("0008_create_source_bookkeeping", {
  up(m) {
    m.sql(`
      create table strata_ingest.followed_series (
        source text not null,
        code text not null,
        series_id integer,
        settings jsonb not null default '{}',
        facts jsonb not null default '{}',
        cursor text,
        validators jsonb not null default '{}',
        followed_at timestamptz not null default now(),
        tried_at timestamptz,
        succeeded_at timestamptz,
        error text,
        newest_release timestamptz,
        newest_observation date,
        constraint pk_followed_series primary key (source, code),
        constraint fk_followed_series_series_id_series_metadata
          foreign key (series_id) references series_metadata (id)
      );

      comment on table strata_ingest.followed_series is 'What is fetched from sources, and where each fetch ended';
      comment on column strata_ingest.followed_series.source is 'The source, by its name on the command line';
      comment on column strata_ingest.followed_series.code is 'The source''s own code of the series, curve or symbol';
      comment on column strata_ingest.followed_series.series_id is 'The series; null for curves and candles';
      comment on column strata_ingest.followed_series.settings is 'What the user set for its fetches';
      comment on column strata_ingest.followed_series.facts is 'What the source said of it that its fetches need';
      comment on column strata_ingest.followed_series.cursor is 'Where the last stored page ended, as the source writes it';
      comment on column strata_ingest.followed_series.validators is 'The validators of the answers stored last, by URL';
      comment on column strata_ingest.followed_series.followed_at is 'Since when it is followed';
      comment on column strata_ingest.followed_series.tried_at is 'When its last fetch began';
      comment on column strata_ingest.followed_series.succeeded_at is 'When its last complete fetch ended';
      comment on column strata_ingest.followed_series.error is 'Why its last fetch failed; null if it did not';
      comment on column strata_ingest.followed_series.newest_release is 'Its newest release time that was fetched';
      comment on column strata_ingest.followed_series.newest_observation is 'Its newest observation that was fetched'`);
    m.sql(`
      create table strata_ingest.leases (
        name text not null,
        holder text not null,
        until timestamptz not null,
        constraint pk_leases primary key (name)
      );

      comment on table strata_ingest.leases is 'What one process alone works on, until it ends or stops renewing';
      comment on column strata_ingest.leases.name is 'What is worked on';
      comment on column strata_ingest.leases.holder is 'The process';
      comment on column strata_ingest.leases.until is 'When another process may take it'`);
    m.sql(`
      create table strata_ingest.request_slots (
        source text not null,
        next_at timestamptz not null,
        taken timestamptz[] not null default '{}',
        constraint pk_request_slots primary key (source)
      );

      comment on table strata_ingest.request_slots is 'When the next request to a source may be sent, by any process';
      comment on column strata_ingest.request_slots.source is 'The source';
      comment on column strata_ingest.request_slots.next_at is 'The first instant of the next free slot';
      comment on column strata_ingest.request_slots.taken is 'The slots of the last minute'`);
  },
  down(m) {
    m.sql("drop table strata_ingest.request_slots");
    m.sql("drop table strata_ingest.leases");
    m.sql("drop table strata_ingest.followed_series");
  },
});
