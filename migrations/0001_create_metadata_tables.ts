import { defineMigration } from "../src/migrate/mod.ts";

/** Sources, instruments, series and backfill checkpoints. */
export default defineMigration("0001_create_metadata_tables", {
  up(m) {
    m.sql(`
      create or replace function strata_set_updated_at()
      returns trigger
      language plpgsql
      as $$
      begin
        new.updated_at := clock_timestamp();
        return new;
      end
      $$`);
    m.sql(`
      create table data_sources (
        id integer generated always as identity,
        name text not null,
        base_url text,
        auth_type text,
        rate_limit_per_minute integer,
        default_locale text,
        notes text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_data_sources primary key (id),
        constraint uq_data_sources_name unique (name)
      );

      comment on table data_sources is 'Where data comes from';
      comment on column data_sources.id is 'The key, assigned by the database';
      comment on column data_sources.name is 'The source''s name, unique';
      comment on column data_sources.base_url is 'Where its API begins';
      comment on column data_sources.auth_type is 'How it knows its callers: none, api_key and so on';
      comment on column data_sources.rate_limit_per_minute is 'How many requests it takes a minute';
      comment on column data_sources.default_locale is 'The locale of what it prints, pt-BR for one';
      comment on column data_sources.notes is 'Whatever else one should know of it';
      comment on column data_sources.created_at is 'When the row was made';
      comment on column data_sources.updated_at is 'When the row was last changed, by any client';

      create trigger tg_data_sources_updated_at
      before update on data_sources
      for each row execute function strata_set_updated_at()`);
    m.sql(`
      create table instruments (
        id integer generated always as identity,
        ticker text not null,
        name text not null,
        asset_class text not null,
        country text not null,
        currency text not null,
        exchange text,
        is_active boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_instruments primary key (id),
        constraint uq_instruments_ticker unique (ticker)
      );

      comment on table instruments is 'What is traded';
      comment on column instruments.id is 'The key, assigned by the database';
      comment on column instruments.ticker is 'The ticker, unique';
      comment on column instruments.name is 'The name for people';
      comment on column instruments.asset_class is 'The kind of asset';
      comment on column instruments.country is 'ISO 3166 code, EU, or GLOBAL where there is no country';
      comment on column instruments.currency is 'The currency of its prices, ISO 4217 code or crypto ticker';
      comment on column instruments.exchange is 'The venue; null where it trades over the counter';
      comment on column instruments.is_active is 'Whether it trades today: not whether it did on a day of the past';
      comment on column instruments.created_at is 'When the row was made';
      comment on column instruments.updated_at is 'When the row was last changed, by any client';

      create trigger tg_instruments_updated_at
      before update on instruments
      for each row execute function strata_set_updated_at()`);
    m.sql(`
      create table series_metadata (
        id integer generated always as identity,
        source_id integer not null,
        series_code text not null,
        name text not null,
        frequency text not null,
        country text not null,
        unit text not null,
        decimal_separator text not null default '.',
        date_format text not null default 'YYYY-MM-DD',
        is_revisable boolean not null default true,
        release_timezone text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_series_metadata primary key (id),
        constraint uq_series_metadata_source_id unique (source_id, series_code),
        constraint fk_series_metadata_source_id_data_sources foreign key (source_id) references data_sources (id),
        constraint ck_series_metadata_release_timezone check (release_timezone = 'UTC' or (release_timezone ~ '^[A-Z][A-Za-z_]+/[A-Z]'
          and release_timezone not like 'Etc/%'))
      );

      comment on table series_metadata is 'The series that sources publish, a row each';
      comment on column series_metadata.id is 'The key, assigned by the database';
      comment on column series_metadata.source_id is 'The source';
      comment on column series_metadata.series_code is 'The source''s own code, GDPC1 for one';
      comment on column series_metadata.name is 'The name for people';
      comment on column series_metadata.frequency is 'How often an observation comes';
      comment on column series_metadata.country is 'ISO 3166 code, EU, or GLOBAL where there is no country';
      comment on column series_metadata.unit is 'The unit of the values';
      comment on column series_metadata.decimal_separator is 'What sets off decimals where the source''s format is text';
      comment on column series_metadata.date_format is 'How the source writes a day';
      comment on column series_metadata.is_revisable is 'Whether the source revises what it published';
      comment on column series_metadata.release_timezone is 'The zone of the source''s release hours: an IANA name, never an offset';
      comment on column series_metadata.created_at is 'When the row was made';
      comment on column series_metadata.updated_at is 'When the row was last changed, by any client';

      create trigger tg_series_metadata_updated_at
      before update on series_metadata
      for each row execute function strata_set_updated_at()`);
    m.sql(`
      create table backfill_checkpoints (
        exchange text not null,
        symbol text not null,
        timeframe text not null,
        range_start timestamptz not null,
        range_end timestamptz not null,
        status text not null default 'pending',
        rows_ingested bigint not null default 0,
        error text,
        updated_at timestamptz not null default now(),
        constraint pk_backfill_checkpoints primary key (exchange, symbol, timeframe, range_start),
        constraint ck_backfill_checkpoints_range check (range_end > range_start),
        constraint ck_backfill_checkpoints_rows_ingested check (rows_ingested >= 0)
      );

      comment on table backfill_checkpoints is 'Which ranges of candles are here: covered ranges, not one cursor';
      comment on column backfill_checkpoints.exchange is 'The exchange';
      comment on column backfill_checkpoints.symbol is 'The symbol as the exchange writes it';
      comment on column backfill_checkpoints.timeframe is 'The length of a candle, 1m for one';
      comment on column backfill_checkpoints.range_start is 'Where the range begins, inclusive';
      comment on column backfill_checkpoints.range_end is 'Where the range ends, exclusive';
      comment on column backfill_checkpoints.status is 'How far the range has come: pending, running, done or failed';
      comment on column backfill_checkpoints.rows_ingested is 'How many rows were written';
      comment on column backfill_checkpoints.error is 'What went wrong last';
      comment on column backfill_checkpoints.updated_at is 'When the row was last changed, by any client';

      create trigger tg_backfill_checkpoints_updated_at
      before update on backfill_checkpoints
      for each row execute function strata_set_updated_at()`);
  },
  lintIgnore: {
    PG042:
      "sources, instruments and series are thousands, and every row of the hypertables repeats their ids",
  },
  down(m) {
    m.sql("drop table backfill_checkpoints");
    m.sql("drop table series_metadata");
    m.sql("drop table instruments");
    m.sql("drop table data_sources");
    m.sql("drop function strata_set_updated_at()");
  },
});
