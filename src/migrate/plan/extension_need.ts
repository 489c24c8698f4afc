import { migrationNumber } from "../author/migration.ts";
import { REFERENCE_TARGET } from "../author/target.ts";
import { statementHead } from "../text/statement_head.ts";
import { type WrittenName, writtenNames } from "../text/written_names.ts";
import type { MigrationStatus } from "./compare.ts";
import { migrationSteps } from "./render.ts";
import { timescaleFunctions } from "./timescale_functions.ts";

/**
 * What `up` needs if the extension does not exist: nothing, that it is created first (`before`), or
 * nothing because a migration creates it before any other needs it (`own`).
 */
export type ExtensionNeed = "none" | "before" | "own";

/** The statement that creates the extension. */
export const CREATE_EXTENSION = "create extension timescaledb";

/** Tells whether the migrations that `up` would run need the extension created first. */
export function extensionNeed(
  statuses: readonly MigrationStatus[],
  options: { readonly to?: number | undefined } = {},
): ExtensionNeed {
  const { to = Infinity } = options;
  const isWaiting = ({ state, row }: MigrationStatus) =>
    state === "applied" && row !== null && row.deferred.length > 0;
  if (statuses.some(isWaiting)) return "before";
  for (const { id, state, migration } of statuses) {
    const isOpen = state === "pending" || state === "failed";
    if (migration === null || !isOpen || migrationNumber(id) > to) continue;
    for (const step of migrationSteps(migration, "up")) {
      if (step.needs !== null) return "before";
      const statements = step.render({ target: REFERENCE_TARGET, late: false });
      const need = statements.map(statementNeed).find((found) => found !== "none");
      if (need !== undefined) return need;
    }
  }
  return "none";
}

/** Tells whether a statement creates, drops or updates the extension. */
export function changesExtension(statement: string): boolean {
  return change.test(statementHead(statement));
}

function statementNeed(statement: string): ExtensionNeed {
  const head = statementHead(statement);
  const verb = change.exec(head)?.[1]?.toLowerCase();
  if (verb === "create") return "own";
  if (verb === "drop") return "none";
  return calls.test(head) || writtenNames(statement).some(isTimescale) ? "before" : "none";
}

const change =
  /\b(create|drop|alter)\s+extension\s+(?:if\s+(?:not\s+)?exists\s+)?"?timescaledb"?(?!\w)/i;

/** Functions with common names: they count only if they are called. */
const calls = /\b(first|last|histogram|interpolate|locf)\s*\(/i;

function isTimescale(name: WrittenName): boolean {
  return name.some((part) => /^_?timescaledb|^tsdb$/.test(part)) ||
    timescaleFunctions.has(name.at(-1) ?? "");
}
