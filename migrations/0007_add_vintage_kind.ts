import { defineMigration } from "../src/migrate/mod.ts";

/**
 * How each release time is known. What is there becomes `native`: it was written with the instant of
 * its release, by the sample or by a caller of `appendVintages`.
 */
export default defineMigration("0007_add_vintage_kind", {
  up(m) {
    m.sql(`
      alter table macro_series add column vintage_kind text not null default 'native';
      comment on column macro_series.vintage_kind is 'How the release time is known: native, observed, assumed or pseudo'`);
    m.sql(`
      alter table flow_data add column vintage_kind text not null default 'native';
      comment on column flow_data.vintage_kind is 'How the release time is known: native, observed, assumed or pseudo'`);
    m.sql(`
      alter table fiscal_data add column vintage_kind text not null default 'native';
      comment on column fiscal_data.vintage_kind is 'How the release time is known: native, observed, assumed or pseudo'`);
    m.sql(`
      alter table strata_ingest.vintage_coverage add column vintage_kind text not null default 'native';
      comment on column strata_ingest.vintage_coverage.vintage_kind is 'How the release time is known'`);
  },
  down(m) {
    m.sql("alter table strata_ingest.vintage_coverage drop column vintage_kind");
    m.sql("alter table fiscal_data drop column vintage_kind");
    m.sql("alter table flow_data drop column vintage_kind");
    m.sql("alter table macro_series drop column vintage_kind");
  },
});
