import { defineMigration } from "../src/migrate/mod.ts";

/** When releases are due, and what is expected of them: each as it was known at an instant. */
export default defineMigration("0009_create_release_calendar", {
  up(m) {
    m.sql(`
      create table release_calendar (
        series_id integer not null,
        period date not null,
        expected_at timestamptz,
        zone text not null,
        known_at timestamptz not null,
        constraint pk_release_calendar primary key (series_id, period, known_at),
        constraint fk_release_calendar_series_id_series_metadata
          foreign key (series_id) references series_metadata (id),
        constraint ck_release_calendar_expected_at check (isfinite(expected_at)),
        constraint ck_release_calendar_known_at check (isfinite(known_at))
      );

      comment on table release_calendar is 'When series are due, by the schedule as it was known: tells what comes next and what is late';
      comment on column release_calendar.series_id is 'The series';
      comment on column release_calendar.period is 'The first day of the period to be published';
      comment on column release_calendar.expected_at is 'When it is expected; null where it was taken off the schedule';
      comment on column release_calendar.zone is 'The zone of the publisher''s hour: an IANA name';
      comment on column release_calendar.known_at is 'Since when the schedule said so'`);
    m.sql(`
      create table release_expectations (
        series_id integer not null,
        observation_date date not null,
        source text not null,
        expected_value double precision not null,
        known_at timestamptz not null,
        constraint pk_release_expectations primary key (series_id, observation_date, source, known_at),
        constraint fk_release_expectations_series_id_series_metadata
          foreign key (series_id) references series_metadata (id),
        constraint ck_release_expectations_known_at check (isfinite(known_at)),
        constraint ck_release_expectations_finite
          check (expected_value not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table release_expectations is 'What was expected of releases, each forecast since it was known: what they surprised by';
      comment on column release_expectations.series_id is 'The series';
      comment on column release_expectations.observation_date is 'The day, or the first day of the period, whose value is expected';
      comment on column release_expectations.source is 'Who expects it, such as a survey';
      comment on column release_expectations.expected_value is 'The expected value in the series'' unit';
      comment on column release_expectations.known_at is 'When the market could know the expectation'`);
  },
  down(m) {
    m.sql("drop table release_expectations");
    m.sql("drop table release_calendar");
  },
});
