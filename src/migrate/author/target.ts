import type { Edition, ServerInfo } from "../../timescale/mod.ts";
import { compareVersions, MINIMUM_TIMESCALEDB } from "../../timescale/mod.ts";

/** The kind of server that statements are rendered for. */
export interface Target {
  /** PostgreSQL's major version. */
  readonly postgres: number;
  /** TimescaleDB's version, or null without the extension. */
  readonly timescaledb: string | null;
  /**
   * The schema that the extension lives in. Where it is null or left out, functions of TimescaleDB are
   * called without one.
   */
  readonly schema?: string | null;
  /** TimescaleDB's edition, `none` without the extension. */
  readonly edition: Edition;
}

/**
 * What a step may need of a server. `hypertable` is in every edition, the others in the
 * Community edition alone.
 */
export type Capability = "hypertable" | "compression" | "policy" | "continuousAggregate";

/**
 * The target whose rendering is hashed: it never changes, so that the checksum of a migration stays
 * the same whatever server it runs on and whatever newer versions need.
 */
export const REFERENCE_TARGET: Target = {
  postgres: 17,
  timescaledb: "2.18.2",
  edition: "community",
};

/** The oldest release line that steps are rendered for: that of the oldest server `migrate` takes. */
export const OLDEST_TIMESCALEDB = "2.18.0";

/** The target that a detected server is. */
export function targetOf(server: ServerInfo): Target {
  return {
    postgres: server.postgresMajor,
    timescaledb: server.timescaledb,
    schema: server.schema,
    edition: server.edition,
  };
}

/** Answers whether a target has a capability. */
export function hasCapability(target: Target, capability: Capability | null): boolean {
  if (capability === null) return true;
  if (capability === "hypertable") return target.edition !== "none";
  return target.edition === "community";
}

/**
 * Reads a target as `migrate plan --target` takes it: `timescaledb-2.18.2/community`,
 * `timescaledb-2.19.3/apache/pg17`, `postgres-16`, `postgres`.
 *
 * @throws {TypeError} Where the text is none of these, or the version is older than 2.18.
 */
export function parseTarget(text: string): Target {
  const plain = /^postgres(?:ql)?(?:-(\d+))?$/.exec(text);
  if (plain !== null) {
    return { postgres: Number(plain[1] ?? 17), timescaledb: null, edition: "none" };
  }
  const match = /^timescaledb-(\d+\.\d+(?:\.\d+)?)(?:\/(community|apache))?(?:\/pg(\d+))?$/.exec(
    text,
  );
  if (match === null) {
    throw new TypeError(
      `Cannot read "${text}" as a target: write it like timescaledb-2.18.2/community, ` +
        "timescaledb-2.19.3/apache/pg17 or postgres-17",
    );
  }
  const version = match[1] ?? "";
  if (compareVersions(version, OLDEST_TIMESCALEDB) < 0) {
    throw new TypeError(
      `Cannot render for TimescaleDB ${version}: migrations run on ${MINIMUM_TIMESCALEDB} and newer`,
    );
  }
  return {
    postgres: Number(match[3] ?? 17),
    timescaledb: version,
    edition: match[2] === "apache" ? "apache" : "community",
  };
}

/** Writes a target as {@linkcode parseTarget} reads it. */
export function formatTarget(target: Target): string {
  if (target.timescaledb === null) return `postgres-${target.postgres}`;
  return `timescaledb-${target.timescaledb}/${target.edition}/pg${target.postgres}`;
}
