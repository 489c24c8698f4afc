import type { Edition, ServerInfo } from "../../timescale/mod.ts";
import { compareVersions, MINIMUM_TIMESCALEDB } from "../../timescale/mod.ts";

/** The kind of server that statements are rendered for. */
export interface Target {
  /** PostgreSQL's major version. */
  readonly postgres: number;
  /** TimescaleDB's version; null without the extension. */
  readonly timescaledb: string | null;
  /**
   * The schema of the extension. If null or omitted, TimescaleDB's functions are called without
   * one.
   */
  readonly schema?: string | null;
  /** TimescaleDB's edition; `none` without the extension. */
  readonly edition: Edition;
}

/**
 * What a step may need from a server. Every edition has `hypertable`; only the Community edition
 * has the others.
 */
export type Capability = "hypertable" | "compression" | "policy" | "continuousAggregate";

/**
 * The target whose rendering is hashed. It never changes, so that a checksum depends neither on the
 * server nor on the release.
 */
export const REFERENCE_TARGET: Target = {
  postgres: 17,
  timescaledb: "2.18.2",
  edition: "community",
};

/**
 * The oldest TimescaleDB that steps are rendered for: the release line of the oldest server that
 * `migrate` accepts.
 */
export const OLDEST_TIMESCALEDB = "2.18.0";

/** Returns the target for a detected server. */
export function targetOf(server: ServerInfo): Target {
  return {
    postgres: server.postgresMajor,
    timescaledb: server.timescaledb,
    schema: server.schema,
    edition: server.edition,
  };
}

/** Tells whether a target has a capability. */
export function hasCapability(target: Target, capability: Capability | null): boolean {
  if (capability === null) return true;
  if (capability === "hypertable") return target.edition !== "none";
  return target.edition === "community";
}

/**
 * Parses a target in the format of `migrate plan --target`: `timescaledb-2.18.2/community`,
 * `timescaledb-2.19.3/apache/pg17`, `postgres-16`, `postgres`.
 *
 * @throws {TypeError} If the text has another format, or the version is older than 2.18.
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

/** Formats a target so that {@linkcode parseTarget} can parse it. */
export function formatTarget(target: Target): string {
  if (target.timescaledb === null) return `postgres-${target.postgres}`;
  return `timescaledb-${target.timescaledb}/${target.edition}/pg${target.postgres}`;
}
