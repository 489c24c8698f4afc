import { createHash } from "node:crypto";
import { collectSteps } from "../author/builder.ts";
import { recordCalls } from "../author/calls.ts";
import type { Migration } from "../author/migration.ts";
import { REFERENCE_TARGET } from "../author/target.ts";
import { firstSplit } from "../text/first_split.ts";
import { type Direction, migrationSteps } from "./render.ts";

/**
 * Returns the checksum of a migration, `2:…:…`: the algorithm's number, the SHA-256 of the calls of
 * `up` and that of the calls of `down`. Comments and indentation in TypeScript, line ends, the
 * server, and the SQL that builder methods produce do not affect it. Every byte in quotes does.
 *
 * @throws {MigrationError} If `up` throws.
 */
export function migrationChecksum(migration: Migration): string {
  // Building the steps reports invalid calls with the migration's name.
  migrationSteps(migration, "up");
  const mode = migration.transaction ? "transaction" : "no transaction";
  return `2:${hashOf([mode, ...recordCalls(migration.up)])}:${hashOf(downCalls(migration))}`;
}

/**
 * Returns the hash of each step of `up` or `down` in order. A step is an SQL statement or another
 * builder call. The hashes tell which steps of a half-finished migration may still be edited.
 */
export function stepHashes(migration: Migration, direction: Direction): readonly string[] {
  const build = migration[direction];
  if (build === null) return [];
  const units = recordCalls(build).flatMap((call): readonly unknown[] => {
    const [method, statements] = call;
    return method === "sql" && Array.isArray(statements) ? statements : [call];
  });
  return units.map(hashOf);
}

/** The result of comparing a ledger's checksum with a migration. */
export type ChecksumMatch = "same" | "edited up" | "edited down" | "unknown algorithm";

/** Compares a ledger's checksum, written by any release, with the current migration. */
export function matchChecksum(
  recorded: string,
  migration: Migration,
  checksum: string,
): ChecksumMatch {
  if (recorded === checksum) return "same";
  if (isFirst(recorded)) return recorded === firstChecksum(migration) ? "same" : "edited up";
  const [algorithm, up] = recorded.split(":");
  if (algorithm !== "2") return "unknown algorithm";
  return up === checksum.split(":")[1] ? "edited down" : "edited up";
}

/** Tells whether a checksum has no algorithm number, like those of the first releases. */
export function isFirst(recorded: string): boolean {
  return !recorded.includes(":");
}

/**
 * Returns the checksum of the first releases: the SHA-256 of the statements of `up` for the
 * reference target, split as those releases did.
 */
function firstChecksum(migration: Migration): string {
  const hash = createHash("sha256");
  hash.update(migration.transaction ? "transaction\n" : "no transaction\n");
  for (const step of collectSteps(migration.up, firstSplit)) {
    for (const statement of step.render({ target: REFERENCE_TARGET, late: false })) {
      hash.update(`${statement};\n`);
    }
  }
  return hash.digest("hex");
}

function downCalls({ down }: Migration): readonly unknown[] | null {
  if (down === null) return null;
  try {
    return recordCalls(down);
  } catch {
    // A `down` that always throws means that there is no way back.
    return ["throws"];
  }
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(sorted(value))).digest("hex");
}

/** Sorts the fields of objects, since their order does not matter. */
function sorted(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => a < b ? -1 : 1).map(([key, field]) => [key, sorted(field)]),
  );
}
