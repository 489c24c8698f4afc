import type { Seed } from "./drift_seeds.ts";

/** Drifts in properties of objects besides their structure; each is undone by rolling back, or by hand. */
export const traitSeeds: readonly (Omit<Seed, "undo"> & Partial<Pick<Seed, "undo">>)[] = [
  {
    name: "an unlogged table",
    seed: ["alter table labels set unlogged"],
    found: [["labels", "persistence", "logged", "unlogged"]],
  },
  {
    name: "row level security that is on",
    seed: ["alter table labels enable row level security"],
    found: [["labels", "row level security", "off", "on"]],
  },
  {
    name: "row level security that is forced",
    seed: ["alter table guarded force row level security"],
    found: [["guarded", "row level security", "on", "on, forced"]],
  },
  {
    name: "row level security that is off",
    seed: ["alter table guarded disable row level security"],
    found: [["guarded", "row level security", "on", "off"]],
  },
  {
    name: "a policy of rows that is gone",
    seed: ["drop policy own_rows on guarded"],
    found: [["guarded.own_rows", "policy", /^for select to public using \(\(?id > 0/, null]],
  },
  {
    name: "a policy of rows too many",
    seed: ["create policy all_rows on guarded using (true)"],
    found: [["guarded.all_rows", "policy", null, "for all to public using (true)"]],
  },
  {
    name: "a policy of rows that says something else",
    seed: ["alter policy own_rows on guarded using (id > 1)"],
    found: [["guarded.own_rows", "policy", /id > 0/, /id > 1/]],
  },
  {
    name: "another replica identity",
    seed: ["alter table labels replica identity full"],
    found: [["labels", "replica identity", "default", "full"]],
  },
  {
    name: "storage parameters too many",
    seed: ["alter table labels set (autovacuum_enabled = false, toast.autovacuum_enabled = false)"],
    found: [[
      "labels",
      "storage parameters",
      "none",
      "autovacuum_enabled=false, toast.autovacuum_enabled=false",
    ]],
  },
  {
    name: "a storage parameter that is gone",
    seed: ["alter table guarded reset (fillfactor)"],
    found: [["guarded", "storage parameters", "fillfactor=70", "none"]],
  },
  {
    name: "another storage of a column",
    seed: [
      "alter table labels alter column label set storage external",
      "alter table labels alter column label set statistics 7",
    ],
    found: [["labels.label", "storage", "as usual", "storage external, statistics 7"]],
  },
  {
    name: "a sequence with another step",
    seed: ["alter sequence tickets increment 5"],
    found: [["tickets", "sequence", /increment 1,/, /increment 5,/]],
  },
  {
    name: "a sequence that is gone",
    seed: ["drop sequence tickets"],
    found: [["tickets", "sequence", /^bigint, start 1,/, null]],
  },
  {
    name: "a sequence too many",
    seed: ["create sequence loose as integer"],
    found: [["loose", "sequence", null, /^integer, start 1,/]],
  },
  {
    name: "an identity that counts otherwise",
    seed: ["alter table sites alter column id set increment 10"],
    found: [["sites.id", "identity options", /increment 1,/, /increment 10,/]],
  },
  {
    name: "a domain that says something else",
    seed: ["alter domain share set default 1"],
    found: [["share", "domain", /^double precision share_check CHECK/, /default 1/]],
  },
  {
    // PostgreSQL starts no subtransaction after this statement, hence the way back by hand.
    name: "a domain that has lost its check, and no view for it",
    seed: ["alter domain share drop constraint share_check"],
    undo: ["alter domain share add constraint share_check check (value >= 0)"],
    found: [["share", "domain", /^double precision share_check CHECK/, "double precision"]],
  },
  {
    name: "a domain that is gone",
    seed: ["drop domain share"],
    found: [["share", "domain", /^double precision/, null]],
  },
  {
    name: "a composite type with another field",
    seed: ["alter type point3 add attribute z real"],
    found: [["point3", "composite type", "(x real, y real)", "(x real, y real, z real)"]],
  },
  {
    name: "a composite type that is gone",
    seed: ["drop type point3"],
    found: [["point3", "composite type", "(x real, y real)", null]],
  },
  {
    name: "another option of a view",
    seed: ["alter view bright_sites set (security_barrier = true)"],
    found: [["bright_sites", "options", "none", "security_barrier=true"]],
  },
  {
    name: "a materialized view without rows",
    seed: ["refresh materialized view site_codes with no data"],
    found: [["site_codes", "rows", "populated", "not populated"]],
  },
  {
    name: "comments on an index, a view and a constraint",
    seed: [
      "comment on index ix_readings_channel is 'x'",
      "comment on view bright_sites is 'y'",
      "comment on constraint uq_sites_code on sites is 'z'",
    ],
    found: [
      ["bright_sites", "comment", null, "y"],
      ["readings.ix_readings_channel", "comment", null, "x"],
      ["sites.uq_sites_code", "comment", null, "z"],
    ],
  },
  {
    name: "a comment on a continuous aggregate",
    seed: ["comment on view readings_daily is 'by day'"],
    found: [["readings_daily", "comment", null, "by day"]],
  },
  {
    name: "a comment on an index that is gone with it, told once",
    seed: ["drop index ix_labels_label"],
    found: [["labels.ix_labels_label", "index", /btree \(label\)$/, null]],
  },
  {
    name: "a rule",
    seed: ["create rule keep as on delete to labels do instead nothing"],
    found: [["labels.keep", "rule", null, /DO INSTEAD NOTHING/]],
  },
  {
    name: "extended statistics",
    seed: ["create statistics st_sites (dependencies) on code, country from sites"],
    found: [["sites.st_sites", "statistics", null, /\(dependencies\) ON code, country/]],
  },
  {
    name: "a trigger that fires on replicas only",
    seed: ["alter table sites enable replica trigger tg_sites_updated_at"],
    found: [[
      "sites.tg_sites_updated_at",
      "firing",
      "in ordinary sessions",
      "on replicas only",
    ]],
  },
  {
    name: "a table in a schema that holds a declared one",
    seed: ["create table lab.scratch (id integer)"],
    found: [["lab.scratch", "table", null, "(id integer)"]],
  },
];
