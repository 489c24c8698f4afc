import { compareVersions } from "../../timescale/mod.ts";

/** A change of TimescaleDB that its users notice. */
export interface KnownChange {
  /** The version that brought it. */
  readonly since: string;
  /** One sentence. */
  readonly what: string;
}

const CHANGES: readonly KnownChange[] = [
  { since: "2.18.1", what: '"on conflict do nothing" on compressed chunks loses no rows any more' },
  {
    since: "2.20.0",
    what: "PostgreSQL 14 is dropped; jobs have new names, their procedures do not",
  },
  { since: "2.23.0", what: "PostgreSQL 18 is supported" },
  { since: "2.25.0", what: "continuous_aggregates.finalized is gone from the views" },
  {
    since: "2.26.0",
    what: "direct compress loses no rows any more; bloom indexes are made on their own",
  },
  { since: "2.28.0", what: "adaptive chunking is gone: create_hypertable by position breaks" },
  { since: "2.29.0", what: "PostgreSQL 15 is dropped; updates may run in a transaction" },
];

/** The changes on the way from one version to another, in their order. */
export function changesBetween(from: string, to: string): readonly KnownChange[] {
  return CHANGES.filter(({ since }) =>
    compareVersions(since, from) > 0 && compareVersions(since, to) <= 0
  );
}
