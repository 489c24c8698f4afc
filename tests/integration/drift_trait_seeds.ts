import type { Seed } from "./drift_seeds.ts";

/**
 * Drifts in properties besides the structure of tables; each is undone by a rollback, or by hand.
 */
export const traitSeeds: readonly (Omit<Seed, "undo"> & Partial<Pick<Seed, "undo">>)[] = [
  {
    name: "an unlogged table",
    seed: ["alter table labels set unlogged"],
    found: [["labels", "persistence", "logged", "unlogged"]],
  },
  {
    name: "enabled row-level security",
    seed: ["alter table labels enable row level security"],
    found: [["labels", "row level security", "off", "on"]],
  },
  {
    name: "forced row-level security",
    seed: ["alter table guarded force row level security"],
    found: [["guarded", "row level security", "on", "on, forced"]],
  },
  {
    name: "disabled row-level security",
    seed: ["alter table guarded disable row level security"],
    found: [["guarded", "row level security", "on", "off"]],
  },
  {
    name: "a missing row policy",
    seed: ["drop policy own_rows on guarded"],
    found: [["guarded.own_rows", "policy", /^for select to public using \(\(?id > 0/, null]],
  },
  {
    name: "an additional row policy",
    seed: ["create policy all_rows on guarded using (true)"],
    found: [["guarded.all_rows", "policy", null, "for all to public using (true)"]],
  },
  {
    name: "another row policy",
    seed: ["alter policy own_rows on guarded using (id > 1)"],
    found: [["guarded.own_rows", "policy", /id > 0/, /id > 1/]],
  },
  {
    name: "another replica identity",
    seed: ["alter table labels replica identity full"],
    found: [["labels", "replica identity", "default", "full"]],
  },
  {
    name: "additional storage parameters",
    seed: ["alter table labels set (autovacuum_enabled = false, toast.autovacuum_enabled = false)"],
    found: [[
      "labels",
      "storage parameters",
      "none",
      "autovacuum_enabled=false, toast.autovacuum_enabled=false",
    ]],
  },
  {
    name: "a missing storage parameter",
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
    name: "a missing sequence",
    seed: ["drop sequence tickets"],
    found: [["tickets", "sequence", /^bigint, start 1,/, null]],
  },
  {
    name: "an additional sequence",
    seed: ["create sequence loose as integer"],
    found: [["loose", "sequence", null, /^integer, start 1,/]],
  },
  {
    name: "an identity with other options",
    seed: ["alter table sites alter column id set increment 10"],
    found: [["sites.id", "identity options", /increment 1,/, /increment 10,/]],
  },
  {
    name: "another domain",
    seed: ["alter domain share set default 1"],
    found: [["share", "domain", /^double precision share_check CHECK/, /default 1/]],
  },
  {
    // PostgreSQL starts no subtransaction after this statement, so it is undone by hand.
    name: "a domain without its check, and no difference in its view",
    seed: ["alter domain share drop constraint share_check"],
    undo: ["alter domain share add constraint share_check check (value >= 0)"],
    found: [["share", "domain", /^double precision share_check CHECK/, "double precision"]],
  },
  {
    name: "a missing domain",
    seed: ["drop domain share"],
    found: [["share", "domain", /^double precision/, null]],
  },
  {
    name: "a composite type with another field",
    seed: ["alter type point3 add attribute z real"],
    found: [["point3", "composite type", "(x real, y real)", "(x real, y real, z real)"]],
  },
  {
    name: "a missing composite type",
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
    name: "a missing index with a comment, reported once",
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
    name: "a trigger that fires only on replicas",
    seed: ["alter table sites enable replica trigger tg_sites_updated_at"],
    found: [[
      "sites.tg_sites_updated_at",
      "firing",
      "in ordinary sessions",
      "on replicas only",
    ]],
  },
  {
    name: "a table in the schema of a declared one",
    seed: ["create table lab.scratch (id integer)"],
    found: [["lab.scratch", "table", null, "(id integer)"]],
  },
];
