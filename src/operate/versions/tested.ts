import { compareVersions, type ServerInfo } from "../../timescale/mod.ts";

/** A server that the whole package is tested with. */
export interface TestedVersion {
  /** The version of TimescaleDB. */
  readonly timescaledb: string;
  /** The major version of PostgreSQL. */
  readonly postgresMajor: number;
  /** Its edition. */
  readonly edition: "community" | "apache";
}

/** The servers that every release is tested with, from the oldest on. */
export const TESTED_VERSIONS: readonly TestedVersion[] = [
  { timescaledb: "2.18.2", postgresMajor: 15, edition: "community" },
  { timescaledb: "2.19.3", postgresMajor: 17, edition: "apache" },
  { timescaledb: "2.29.2", postgresMajor: 17, edition: "community" },
];

/** The newest TimescaleDB that the package is tested with. */
export const NEWEST_TESTED = "2.29.2";

/** Says in a few words how a version of TimescaleDB stands to those tested. */
export function testedState(
  { timescaledb, edition, postgresMajor }: Pick<
    ServerInfo,
    "timescaledb" | "edition" | "postgresMajor"
  >,
): string {
  if (timescaledb === null) return "without TimescaleDB";
  const same = TESTED_VERSIONS.filter((one) => one.timescaledb === timescaledb);
  if (same.some((one) => one.edition === edition && one.postgresMajor === postgresMajor)) {
    return "tested as it is";
  }
  if (same.length > 0) return "tested in this version, with another edition or PostgreSQL";
  if (compareVersions(timescaledb, NEWEST_TESTED) > 0) {
    return `newer than tested (${NEWEST_TESTED}), nothing is refused for that`;
  }
  const oldest = TESTED_VERSIONS[0]?.timescaledb ?? NEWEST_TESTED;
  return compareVersions(timescaledb, oldest) < 0
    ? `older than tested (${oldest})`
    : `between the versions tested (${oldest} and ${NEWEST_TESTED})`;
}
