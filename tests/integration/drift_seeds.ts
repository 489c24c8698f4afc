/** A change made without a migration, how it must be reported, and how to undo it. */
export interface Seed {
  readonly name: string;
  /** The statements that make it. */
  readonly seed: readonly string[];
  /** The statements that undo it. */
  readonly undo: readonly string[];
  /**
   * Object, property, expected and actual of the differences; a pattern if servers differ in
   * wording.
   */
  readonly found: readonly (readonly [string, string, Shown, Shown])[];
  /** The oldest TimescaleDB on which this drift is possible. */
  readonly since?: string;
}

type Shown = string | RegExp | null;

/** Drifts in PostgreSQL's own catalog, possible on every server. */
export const plainSeeds: readonly Seed[] = [
  {
    name: "a missing table",
    seed: ["alter table sites rename to places", "drop view bright_sites"],
    undo: [
      "alter table places rename to sites",
      "create view bright_sites as select code from sites where height > 0",
    ],
    found: [
      ["bright_sites", "view", "view", null],
      ["places", "table", null, /^\(id integer, code text/],
      ["readings.fk_readings_site_id_sites", "foreign key", /sites\(id\)/, /places\(id\)/],
      ["sites", "table", /^\(id integer, code text/, null],
    ],
  },
  {
    name: "an additional table",
    seed: ["create table scratch (id integer)"],
    undo: ["drop table scratch"],
    found: [["scratch", "table", null, "(id integer)"]],
  },
  {
    name: "an additional column",
    seed: ["alter table sites add column note text not null default 'x'"],
    undo: ["alter table sites drop column note"],
    found: [["sites.note", "column", null, "text not null default 'x'::text"]],
  },
  {
    name: "a missing column",
    seed: ["alter table readings rename column quality to state"],
    undo: ["alter table readings rename column state to quality"],
    found: [
      ["readings.quality", "column", /^public\.quality not null default/, null],
      ["readings.state", "column", null, /^public\.quality not null default/],
    ],
  },
  {
    name: "another type",
    seed: ["alter table sites alter column country type varchar(2)"],
    undo: ["alter table sites alter column country type text"],
    found: [
      ["sites.country", "type", "text", "character varying(2)"],
    ],
  },
  {
    name: "another default",
    seed: ["alter table sites alter column country set default 'PT'"],
    undo: ["alter table sites alter column country set default 'BR'"],
    found: [["sites.country", "default", "'BR'::text", "'PT'::text"]],
  },
  {
    name: "another nullability",
    seed: ["alter table sites alter column country drop not null"],
    undo: ["alter table sites alter column country set not null"],
    found: [["sites.country", "nullability", "not null", "null"]],
  },
  {
    name: "a missing identity",
    seed: ["alter table sites alter column id drop identity"],
    undo: ["alter table sites alter column id add generated always as identity"],
    found: [["sites.id", "identity", "always", null]],
  },
  {
    name: "a missing unique key",
    seed: ["alter table sites drop constraint uq_sites_code"],
    undo: ["alter table sites add constraint uq_sites_code unique (code)"],
    found: [["sites.uq_sites_code", "unique key", "UNIQUE (code)", null]],
  },
  {
    name: "a missing primary key",
    seed: ["alter table readings drop constraint pk_readings"],
    undo: ["alter table readings add constraint pk_readings primary key (site_id, time, channel)"],
    found: [[
      "readings.pk_readings",
      "primary key",
      'PRIMARY KEY (site_id, "time", channel)',
      null,
    ]],
  },
  {
    name: "a foreign key with another action",
    seed: [
      "alter table readings drop constraint fk_readings_site_id_sites",
      "alter table readings add constraint fk_readings_site_id_sites foreign key (site_id) references sites (id)",
    ],
    undo: [
      "alter table readings drop constraint fk_readings_site_id_sites",
      "alter table readings add constraint fk_readings_site_id_sites foreign key (site_id) references sites (id) on delete cascade",
    ],
    found: [[
      "readings.fk_readings_site_id_sites",
      "foreign key",
      /ON DELETE CASCADE$/,
      /sites\(id\)$/,
    ]],
  },
  {
    name: "another check",
    seed: [
      "alter table readings drop constraint ck_readings_channel",
      "alter table readings add constraint ck_readings_channel check (channel > 0)",
    ],
    undo: [
      "alter table readings drop constraint ck_readings_channel",
      "alter table readings add constraint ck_readings_channel check (channel >= 0)",
    ],
    found: [[
      "readings.ck_readings_channel",
      "check",
      "CHECK ((channel >= 0))",
      "CHECK ((channel > 0))",
    ]],
  },
  {
    name: "a check that is not validated",
    seed: ["alter table sites add constraint ck_sites_height check (height > 0) not valid"],
    undo: ["alter table sites drop constraint ck_sites_height"],
    found: [["sites.ck_sites_height", "check", null, /NOT VALID$/]],
  },
  {
    name: "a missing index",
    seed: ["drop index ix_readings_channel"],
    undo: ["create index ix_readings_channel on readings (channel, time desc)"],
    found: [["readings.ix_readings_channel", "index", /\(channel, "time" DESC\)$/, null]],
  },
  {
    name: "an index in another order",
    seed: [
      "drop index ix_readings_channel",
      "create index ix_readings_channel on readings (channel, time)",
    ],
    undo: [
      "drop index ix_readings_channel",
      "create index ix_readings_channel on readings (channel, time desc)",
    ],
    found: [["readings.ix_readings_channel", "index", /"time" DESC\)$/, /"time"\)$/]],
  },
  {
    name: "an additional index",
    seed: ["create unique index ux_sites_height on sites (height) where height > 10"],
    undo: ["drop index ux_sites_height"],
    found: [["sites.ux_sites_height", "index", null, /WHERE \(height > \(?'?10/]],
  },
  {
    name: "other comments",
    seed: ["comment on table sites is null", "comment on column readings.value is 'in Kelvin'"],
    undo: [
      "comment on table sites is 'Where it''s measured'",
      "comment on column readings.value is 'In the channel''s unit'",
    ],
    found: [
      ["readings.value", "comment", "In the channel's unit", "in Kelvin"],
      ["sites", "comment", "Where it's measured", null],
    ],
  },
  {
    name: "a disabled trigger",
    seed: ["alter table sites disable trigger tg_sites_updated_at"],
    undo: ["alter table sites enable trigger tg_sites_updated_at"],
    found: [[
      "sites.tg_sites_updated_at",
      "trigger",
      /strata_set_updated_at\(\)$/,
      /\(disabled\)$/,
    ]],
  },
  {
    name: "another function body",
    seed: [
      "create or replace function strata_set_updated_at() returns trigger language plpgsql as 'begin return new; end'",
    ],
    undo: [
      "create or replace function strata_set_updated_at() returns trigger language plpgsql as 'begin new.updated_at := clock_timestamp(); return new; end '",
    ],
    found: [["strata_set_updated_at", "function", /clock_timestamp/, /begin return new; end/]],
  },
  {
    name: "another value in an enum",
    seed: ["alter type quality rename value 'poor' to 'bad'"],
    undo: ["alter type quality rename value 'bad' to 'poor'"],
    found: [["quality", "enum", "good, poor", "good, bad"]],
  },
  {
    name: "another view definition",
    seed: ["create or replace view bright_sites as select code from sites where height > 100"],
    undo: ["create or replace view bright_sites as select code from sites where height > 0"],
    found: [["bright_sites", "definition", /height > \(?\(?'?0/, /height > \(?\(?'?100/]],
  },
];
