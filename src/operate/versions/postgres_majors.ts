import { compareVersions, isAtLeast } from "../../timescale/mod.ts";
import { NEWEST_TESTED } from "./tested.ts";

/** The first version of TimescaleDB with a range of PostgreSQL's majors, newest first. */
const RANGES: readonly { readonly since: string; readonly from: number; readonly to: number }[] = [
  { since: "2.29.0", from: 16, to: 18 },
  { since: "2.23.0", from: 15, to: 18 },
  { since: "2.20.0", from: 15, to: 17 },
  { since: "2.17.0", from: 14, to: 17 },
];

/** The majors of PostgreSQL that a version of TimescaleDB runs on; `undefined` if not known. */
export function postgresMajorsOf(timescaledb: string): readonly number[] | undefined {
  if (compareVersions(timescaledb, NEWEST_TESTED) > 0) return undefined;
  const range = RANGES.find(({ since }) => isAtLeast(timescaledb, since));
  if (range === undefined) return undefined;
  return Array.from({ length: range.to - range.from + 1 }, (_, index) => range.from + index);
}

/** Says why a version of TimescaleDB and a major of PostgreSQL do not go together. */
export function supportProblem(timescaledb: string, postgresMajor: number): string | undefined {
  const majors = postgresMajorsOf(timescaledb);
  if (majors === undefined || majors.includes(postgresMajor)) return undefined;
  return `TimescaleDB ${timescaledb} runs on PostgreSQL ${majors.join(", ")}, ` +
    `not on ${postgresMajor}`;
}
