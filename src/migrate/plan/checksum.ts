import { createHash } from "node:crypto";
import { collectSteps } from "../author/builder.ts";
import { recordCalls } from "../author/calls.ts";
import type { Migration } from "../author/migration.ts";
import { REFERENCE_TARGET } from "../author/target.ts";
import { firstSplit } from "../text/first_split.ts";
import { type Direction, migrationSteps } from "./render.ts";

/**
 * The checksum of what a migration says: the number of the algorithm, SHA-256 of the calls of `up` and
 * SHA-256 of those of `down`, `2:…:…`. Comments and indentation in TypeScript, line ends, the server
 * and the SQL that a builder makes of a call do not change it; every byte inside of quotes does.
 *
 * @throws {MigrationError} Where `up` throws.
 */
export function migrationChecksum(migration: Migration): string {
  // What a builder refuses is refused here as well, by the migration's name.
  migrationSteps(migration, "up");
  const mode = migration.transaction ? "transaction" : "no transaction";
  return `2:${hashOf([mode, ...recordCalls(migration.up)])}:${hashOf(downCalls(migration))}`;
}

/**
 * The hash of each step of `up` or `down` as the author wrote it, in order: a statement of SQL or a builder's
 * call. What a migration without a transaction has done stays told apart from what may be edited.
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

/** How a checksum of the ledger stands to a migration. */
export type ChecksumMatch = "same" | "edited up" | "edited down" | "unknown algorithm";

/** Compares a checksum of the ledger, of whatever release, with a migration as it is now. */
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

/** Answers whether a checksum has no number: those of the first releases have none. */
export function isFirst(recorded: string): boolean {
  return !recorded.includes(":");
}

/**
 * The checksum of the first releases: SHA-256 of the statements of `up` as the reference target got
 * them, with what they did to texts in quotes.
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
    // One that always throws says that there is no way back.
    return ["throws"];
  }
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(sorted(value))).digest("hex");
}

/** A value in which the order of an object's fields says nothing. */
function sorted(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => a < b ? -1 : 1).map(([key, field]) => [key, sorted(field)]),
  );
}
