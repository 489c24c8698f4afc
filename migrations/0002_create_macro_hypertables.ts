import { defineMigration } from "../src/migrate/mod.ts";

/** Bars, macro series with their revisions, curves, flows, fiscal figures, volatility and signals. */
export default defineMigration("0002_create_macro_hypertables", {
  up(m) {
    m.sql(`
      create table market_data (
        instrument_id integer not null,
        frequency text not null,
        timestamp timestamptz not null,
        open double precision,
        high double precision,
        low double precision,
        close double precision not null,
        volume double precision,
        adjusted_close double precision,
        constraint pk_market_data primary key (instrument_id, frequency, timestamp),
        constraint fk_market_data_instrument_id_instruments foreign key (instrument_id) references instruments (id),
        constraint ck_market_data_high_low check (high >= low),
        constraint ck_market_data_volume check (volume >= 0),
        constraint ck_market_data_finite check (open not in ('NaN', 'Infinity', '-Infinity')
          and high not in ('NaN', 'Infinity', '-Infinity')
          and low not in ('NaN', 'Infinity', '-Infinity')
          and close not in ('NaN', 'Infinity', '-Infinity')
          and volume not in ('NaN', 'Infinity', '-Infinity')
          and adjusted_close not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table market_data is 'Bars of traded instruments';
      comment on column market_data.instrument_id is 'The instrument';
      comment on column market_data.frequency is 'The length of a bar';
      comment on column market_data.timestamp is 'Where the bar begins';
      comment on column market_data.open is 'The first price, in the instrument''s currency; null where the source gives a close alone';
      comment on column market_data.high is 'The highest price';
      comment on column market_data.low is 'The lowest price';
      comment on column market_data.close is 'The last price';
      comment on column market_data.volume is 'What was traded, in the instrument''s unit';
      comment on column market_data.adjusted_close is 'The close adjusted for splits and payouts'`);
    m.createHypertable("market_data", { by: "timestamp", chunkInterval: "1 month" });
    m.sql(`
      create table macro_series (
        series_id integer not null,
        observation_date date not null,
        revision_number smallint not null default 0,
        value double precision,
        release_time timestamptz not null,
        source text,
        ingested_at timestamptz not null default now(),
        constraint pk_macro_series primary key (series_id, observation_date, revision_number),
        constraint fk_macro_series_series_id_series_metadata foreign key (series_id) references series_metadata (id),
        constraint ck_macro_series_revision_number check (revision_number >= 0),
        constraint ck_macro_series_release_time check (isfinite(release_time)),
        constraint ck_macro_series_finite check (value not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table macro_series is 'Macro series with every revision, each with the time of its release';
      comment on column macro_series.series_id is 'The series';
      comment on column macro_series.observation_date is 'The day, or the first day of the period, that the value describes';
      comment on column macro_series.revision_number is 'The order of the releases of one observation, from 0';
      comment on column macro_series.value is 'In the series'' unit; null where the source prints none or withdrew it';
      comment on column macro_series.release_time is 'When the market could know it';
      comment on column macro_series.source is 'Who published it';
      comment on column macro_series.ingested_at is 'When this database knew it'`);
    m.createHypertable("macro_series", { by: "observation_date", chunkInterval: "1 year" });
    m.sql(`
      create table curves (
        curve_id text not null,
        curve_date date not null,
        tenor_days integer not null,
        tenor_label text,
        rate double precision not null,
        curve_type text,
        source text,
        constraint pk_curves primary key (curve_id, curve_date, tenor_days),
        constraint ck_curves_tenor_days check (tenor_days >= 0),
        constraint ck_curves_finite check (rate not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table curves is 'Yield curves, a row a tenor and day';
      comment on column curves.curve_id is 'The curve, US_TREASURY_PAR for one';
      comment on column curves.curve_date is 'The day that the curve describes';
      comment on column curves.tenor_days is 'The tenor in days; a month counts 30, a year 365';
      comment on column curves.tenor_label is 'The tenor as the source prints it';
      comment on column curves.rate is 'Percent as published';
      comment on column curves.curve_type is 'How the curve is built: par, zero, swap and so on';
      comment on column curves.source is 'Who published it'`);
    m.createHypertable("curves", { by: "curve_date", chunkInterval: "3 months" });
    m.sql(`
      create table flow_data (
        series_id integer not null,
        observation_date date not null,
        flow_type text not null,
        revision_number smallint not null default 0,
        value double precision,
        unit text,
        release_time timestamptz not null,
        ingested_at timestamptz not null default now(),
        constraint pk_flow_data primary key (series_id, observation_date, flow_type, revision_number),
        constraint fk_flow_data_series_id_series_metadata foreign key (series_id) references series_metadata (id),
        constraint ck_flow_data_revision_number check (revision_number >= 0),
        constraint ck_flow_data_release_time check (isfinite(release_time)),
        constraint ck_flow_data_finite check (value not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table flow_data is 'Flows of trade, capital and funds with every revision';
      comment on column flow_data.series_id is 'The series';
      comment on column flow_data.observation_date is 'The day, or the first day of the period, that the value describes';
      comment on column flow_data.flow_type is 'What the flow is a flow of';
      comment on column flow_data.revision_number is 'The order of the releases of one observation, from 0';
      comment on column flow_data.value is 'The value; null where the source prints none or withdrew it';
      comment on column flow_data.unit is 'The unit of the value, where it is not the series'' own';
      comment on column flow_data.release_time is 'When the market could know it';
      comment on column flow_data.ingested_at is 'When this database knew it'`);
    m.createHypertable("flow_data", { by: "observation_date", chunkInterval: "1 year" });
    m.sql(`
      create table fiscal_data (
        series_id integer not null,
        observation_date date not null,
        fiscal_metric text not null,
        revision_number smallint not null default 0,
        value double precision,
        unit text,
        release_time timestamptz not null,
        ingested_at timestamptz not null default now(),
        constraint pk_fiscal_data primary key (series_id, observation_date, fiscal_metric, revision_number),
        constraint fk_fiscal_data_series_id_series_metadata foreign key (series_id) references series_metadata (id),
        constraint ck_fiscal_data_revision_number check (revision_number >= 0),
        constraint ck_fiscal_data_release_time check (isfinite(release_time)),
        constraint ck_fiscal_data_finite check (value not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table fiscal_data is 'Fiscal figures with every revision';
      comment on column fiscal_data.series_id is 'The series';
      comment on column fiscal_data.observation_date is 'The day, or the first day of the period, that the value describes';
      comment on column fiscal_data.fiscal_metric is 'What the figure measures';
      comment on column fiscal_data.revision_number is 'The order of the releases of one observation, from 0';
      comment on column fiscal_data.value is 'The value; null where the source prints none or withdrew it';
      comment on column fiscal_data.unit is 'The unit of the value, where it is not the series'' own';
      comment on column fiscal_data.release_time is 'When the market could know it';
      comment on column fiscal_data.ingested_at is 'When this database knew it'`);
    m.createHypertable("fiscal_data", { by: "observation_date", chunkInterval: "1 year" });
    m.sql(`
      create table vol_surfaces (
        instrument_id integer not null,
        surface_date date not null,
        tenor_days integer not null,
        delta numeric not null,
        call_put text not null,
        implied_vol double precision not null,
        constraint pk_vol_surfaces primary key (instrument_id, surface_date, tenor_days, delta, call_put),
        constraint fk_vol_surfaces_instrument_id_instruments foreign key (instrument_id) references instruments (id),
        constraint ck_vol_surfaces_call_put check (call_put in ('C', 'P')),
        constraint ck_vol_surfaces_implied_vol check (implied_vol >= 0),
        constraint ck_vol_surfaces_tenor_days check (tenor_days >= 0),
        constraint ck_vol_surfaces_finite check (implied_vol not in ('NaN', 'Infinity', '-Infinity')
          and delta not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table vol_surfaces is 'Surfaces of implied volatility, a row a point';
      comment on column vol_surfaces.instrument_id is 'The underlying';
      comment on column vol_surfaces.surface_date is 'The day of the surface';
      comment on column vol_surfaces.tenor_days is 'The tenor in days; a month counts 30, a year 365';
      comment on column vol_surfaces.delta is 'The delta as the source quotes it, exact';
      comment on column vol_surfaces.call_put is 'C for a call, P for a put';
      comment on column vol_surfaces.implied_vol is 'The implied volatility, a fraction: 0.2 is 20 %'`);
    m.createHypertable("vol_surfaces", { by: "surface_date", chunkInterval: "1 year" });
    m.sql(`
      create table signals (
        signal_type text not null,
        signal_date date not null,
        subject text not null,
        instrument_id integer,
        series_id integer,
        value double precision,
        confidence double precision,
        metadata_json jsonb,
        constraint pk_signals primary key (signal_type, signal_date, subject),
        constraint fk_signals_instrument_id_instruments foreign key (instrument_id) references instruments (id),
        constraint fk_signals_series_id_series_metadata foreign key (series_id) references series_metadata (id),
        constraint ck_signals_subject check (subject = case
          when instrument_id is not null then 'instrument:' || instrument_id::text
          when series_id is not null then 'series:' || series_id::text
          else 'market' end),
        constraint ck_signals_one_subject check (instrument_id is null or series_id is null),
        constraint ck_signals_confidence check (confidence between 0 and 1),
        constraint ck_signals_finite check (value not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table signals is 'Signals about an instrument, a series or the market';
      comment on column signals.signal_type is 'The kind of signal';
      comment on column signals.signal_date is 'The day of the signal';
      comment on column signals.subject is 'What it is about: instrument:<id>, series:<id> or market';
      comment on column signals.instrument_id is 'The instrument, where it is about one';
      comment on column signals.series_id is 'The series, where it is about one';
      comment on column signals.value is 'The signal';
      comment on column signals.confidence is 'How sure it is, from 0 to 1';
      comment on column signals.metadata_json is 'Whatever else belongs to it'`);
    m.createHypertable("signals", { by: "signal_date", chunkInterval: "1 year" });
  },
  down(m) {
    m.sql("drop table signals");
    m.sql("drop table vol_surfaces");
    m.sql("drop table fiscal_data");
    m.sql("drop table flow_data");
    m.sql("drop table curves");
    m.sql("drop table macro_series");
    m.sql("drop table market_data");
  },
});
