import { compareVersions } from "../../timescale/mod.ts";
import { supportProblem, testedState } from "../versions/mod.ts";
import { trapsOnTheWay } from "./traps_on_the_way.ts";
import { changesBetween, type KnownChange } from "./known_changes.ts";
import { postgresSteps } from "./postgres_steps.ts";
import type { UpgradeFacts } from "./upgrade_facts.ts";

/** Something to know before the update; `fail` forbids it. */
export interface UpgradeFinding {
  readonly status: "warn" | "fail";
  /** Names it for code. */
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
}

/** What an update would do, in the shape of `upgrade --plan --json`. */
export interface UpgradePlan {
  readonly database: string;
  readonly postgres: string;
  readonly installed: string | null;
  /** The version that it would be updated to; null where there is nothing to do or to take. */
  readonly target: string | null;
  readonly available: readonly string[];
  /** How the target stands to the versions that the package is tested with. */
  readonly tested: string | null;
  /** The one statement. */
  readonly statement: string | null;
  readonly changes: readonly KnownChange[];
  /** The known traps of the installed version that the update ends. */
  readonly mends: readonly string[];
  readonly findings: readonly UpgradeFinding[];
  /** Whether nothing forbids the update. */
  readonly ok: boolean;
  /** Whether the schema can be looked at before the update as well. */
  readonly comparable: boolean;
  /** How another major of PostgreSQL is reached, which is never done here. */
  readonly postgresSteps: readonly string[];
}

/** Plans the update of the extension, to the server's own version or to the one asked for. */
export function planUpgrade(facts: UpgradeFacts, wanted?: string): UpgradePlan {
  const { database, postgres, installed, available } = facts;
  const chosen = wanted ?? facts.standard;
  const isUpdate = installed !== null && chosen !== null && compareVersions(chosen, installed) > 0;
  const target = isUpdate ? chosen : null;
  const { mended, remaining } = trapsOnTheWay(facts, target);
  const findings = [
    ...aboutVersions(facts, wanted),
    ...target === null ? [] : [...aboutState(facts), ...aboutTarget(facts, target)],
    ...remaining.map(({ code, sentence, remedy }) => warn(code, sentence, remedy)),
  ];
  return {
    database,
    postgres,
    installed,
    target,
    available,
    tested: target === null ? null : testedState({
      timescaledb: target,
      edition: "community",
      postgresMajor: facts.postgresMajor,
    }),
    statement: target === null ? null : updateStatement(target),
    changes: installed === null || target === null ? [] : changesBetween(installed, target),
    mends: mended.map(({ sentence }) => sentence),
    findings,
    ok: findings.every(({ status }) => status !== "fail"),
    comparable: !facts.libraryGone,
    postgresSteps: postgresSteps(facts, target ?? installed),
  };
}

/** The statement that updates the extension. */
export function updateStatement(target: string): string {
  return `alter extension timescaledb update to '${target.replaceAll("'", "''")}'`;
}

function aboutVersions(facts: UpgradeFacts, wanted: string | undefined): UpgradeFinding[] {
  const { installed, available, libraryGone } = facts;
  if (installed === null) {
    return [fail("not-created", "the database has no TimescaleDB", "deno task migrate")];
  }
  if (wanted !== undefined && compareVersions(wanted, installed) < 0) {
    return [fail(
      "downgrade",
      `${wanted} is older than ${installed}: TimescaleDB has no way back`,
      "restore a backup of the older version on a server that has it",
    )];
  }
  if (libraryGone && !available.some((version) => compareVersions(version, installed) > 0)) {
    return [fail(
      "library-gone",
      `the server has lost the library of ${installed} and has no newer one`,
      `install the package of TimescaleDB ${installed} or newer on the server`,
    )];
  }
  return [];
}

function aboutTarget(facts: UpgradeFacts, target: string): UpgradeFinding[] {
  const { available, reachable, installed, postgresMajor } = facts;
  if (!available.includes(target)) {
    return [fail(
      "not-available",
      `the server has no TimescaleDB ${target}, only ${available.join(", ") || "none"}`,
      "install its package on the server, or name another with --to=VERSION",
    )];
  }
  if (!reachable.includes(target)) {
    return [fail(
      "no-path",
      `TimescaleDB ${target} has no update script from ${installed}`,
      "update to a version between the two first, with --to=VERSION",
    )];
  }
  const unsupported = supportProblem(target, postgresMajor);
  return unsupported === undefined ? [] : [fail(
    "postgres-not-supported",
    unsupported,
    "name an older version with --to=VERSION, or change PostgreSQL's major first",
  )];
}

function aboutState(facts: UpgradeFacts): UpgradeFinding[] {
  const { sessions, prepared, replicas } = facts;
  const busy = sessions.filter(({ inTransaction }) => inTransaction);
  return [
    ...facts.inRecovery
      ? [fail("replica", "this server is a replica", "update on its primary")]
      : [],
    ...facts.restoring
      ? [fail(
        "restoring-mode",
        "the database is in restoring mode",
        "select timescaledb_post_restore();",
      )]
      : [],
    ...facts.mayUpdate === false
      ? [fail(
        "not-owner",
        "this user may not update the extension",
        "log in as its owner, or as a superuser, with MIGRATION_DATABASE_URL",
      )]
      : [],
    ...prepared.length > 0
      ? [fail(
        "prepared-transactions",
        `prepared transactions hold their locks: ${prepared.join(", ")}`,
        "commit prepared 'NAME' or rollback prepared 'NAME'",
      )]
      : [],
    ...busy.length > 0
      ? [warn(
        "busy-sessions",
        `in a transaction: ${busy.map(({ name, pid }) => `${name} (${pid})`).join(", ")}; the ` +
          "update waits for them for 10 s at most",
        "let them end first",
      )]
      : [],
    ...sessions.length > 0
      ? [warn(
        "other-sessions",
        `${
          count(sessions.length, "other session")
        } loaded the old library: their statements fail ` +
          "after the update until they connect again",
        "stop services for the update, or restart them right after it",
      )]
      : [],
    ...replicas.length > 0
      ? [warn(
        "replicas",
        `replicas follow this server: ${replicas.join(", ")}; they answer nothing after the ` +
          "update unless their own library has the new version",
        "install the new package on every replica first",
      )]
      : [],
  ];
}

function fail(code: string, detail: string, remedy: string): UpgradeFinding {
  return { status: "fail", code, detail, remedy };
}

function warn(code: string, detail: string, remedy: string): UpgradeFinding {
  return { status: "warn", code, detail, remedy };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
