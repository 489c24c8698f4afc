import {
  compareVersions,
  FALSE_ALARM,
  isAtLeast,
  MINIMUM_TIMESCALEDB,
  RESTORING_STATE,
  type ServerInfo,
} from "../../timescale/mod.ts";
import { supportProblem } from "./postgres_majors.ts";

/** Something known about a server's versions or edition that its user should know. */
export interface VersionTrap {
  /** Names the trap for code. */
  readonly code: string;
  /** `serious` where rows or answers may be wrong. */
  readonly severity: "serious" | "notable";
  /** One sentence. */
  readonly sentence: string;
  /** What to do. */
  readonly remedy: string;
}

/** The first minors of PostgreSQL, by major, with which jobs count as failed though they work. */
const FALSE_ALARM_MINORS: ReadonlyMap<number, number> = new Map([[15, 20], [16, 16], [17, 12]]);
const LAST_WITH_FALSE_ALARM = "2.29.2";

/** Finds the traps of a server, the serious ones first. */
export function findTraps(server: ServerInfo): VersionTrap[] {
  const traps = server.timescaledb === null
    ? withoutExtension(server)
    : ofExtension(server, server.timescaledb);
  return traps.toSorted((a, b) =>
    Number(b.severity === "serious") - Number(a.severity === "serious")
  );
}

function withoutExtension({ available }: ServerInfo): VersionTrap[] {
  if (available === null) {
    return [{
      code: "no-timescaledb",
      severity: "notable",
      sentence: "the server has no TimescaleDB: tables work, hypertables and compression wait",
      remedy: "install the package of TimescaleDB for this PostgreSQL on the server",
    }];
  }
  return [{
    code: "extension-not-created",
    severity: "notable",
    sentence: `TimescaleDB ${available} is at hand and not created in this database`,
    remedy: "deno task migrate",
  }];
}

function ofExtension(server: ServerInfo, installed: string): VersionTrap[] {
  const traps: VersionTrap[] = [];
  if (server.restoring) {
    traps.push({
      code: "restoring-mode",
      severity: "serious",
      sentence: RESTORING_STATE.replace(/; run .*$/s, ""),
      remedy: "select timescaledb_post_restore();",
    });
  }
  if (!isAtLeast(installed, MINIMUM_TIMESCALEDB)) {
    traps.push({
      code: "rows-lost",
      severity: "serious",
      sentence: `TimescaleDB below ${MINIMUM_TIMESCALEDB} loses rows of "on conflict do nothing" ` +
        "on compressed chunks",
      remedy: "deno task upgrade",
    });
  }
  const unsupported = supportProblem(installed, server.postgresMajor);
  if (unsupported !== undefined) {
    traps.push({
      code: "postgres-not-supported",
      severity: "serious",
      sentence: unsupported,
      remedy: "deno task upgrade --plan",
    });
  }
  if (server.available !== null && compareVersions(installed, server.available) < 0) {
    traps.push({
      code: "extension-older-than-library",
      severity: "notable",
      sentence:
        `the database has TimescaleDB ${installed}, the server would install ${server.available}`,
      remedy: "deno task upgrade",
    });
  }
  if (server.edition === "apache") {
    traps.push({
      code: "apache-edition",
      severity: "notable",
      sentence: "the Apache edition has no compression, policies and continuous aggregates: " +
        "migrations defer them",
      remedy: "a server with the Community edition, then: deno task migrate",
    });
  }
  if (server.edition === "community" && hasFalseAlarm(server, installed)) {
    traps.push({
      code: "jobs-false-alarm",
      severity: "notable",
      sentence: FALSE_ALARM,
      remedy: "judge jobs by what they did until then: deno task verify",
    });
  }
  return traps;
}

/** Tells whether a server records every job as failed, though it did its work. */
export function hasFalseAlarm(
  { postgres, postgresMajor }: Pick<ServerInfo, "postgres" | "postgresMajor">,
  installed: string,
): boolean {
  const first = FALSE_ALARM_MINORS.get(postgresMajor);
  const minor = Number(postgres.split(".")[1]);
  return first !== undefined && minor >= first &&
    compareVersions(installed, LAST_WITH_FALSE_ALARM) <= 0;
}
