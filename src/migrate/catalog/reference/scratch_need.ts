import type { Migration } from "../../author/migration.ts";
import { statementHead } from "../../text/statement_head.ts";
import { createdExtension } from "./extension_statements.ts";
import { plainStatements } from "./plain_statements.ts";

/**
 * Describes the first statement of migrations that PGlite certainly cannot run, because it creates
 * an extension or needs TimescaleDB. Returns null if there is none.
 */
export function scratchNeed(migrations: readonly Migration[]): string | null {
  for (const migration of migrations) {
    for (const statement of plainStatements(migration)) {
      if (!needsServer(statement)) continue;
      const [line = ""] = statement.split("\n");
      return `"${migration.id}" runs "${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`;
    }
  }
  return null;
}

function needsServer(statement: string): boolean {
  const extension = createdExtension(statement);
  if (extension !== null) return !["timescaledb", "plpgsql"].includes(extension);
  const head = statementHead(statement);
  // Function bodies are checked only when called, and inserted data does not matter.
  if (!answered.test(head)) return false;
  return ofTimescale.test(head.startsWith("do ") ? head : head.replaceAll(/'(?:[^']|'')*'/g, "''"));
}

const answered =
  /^(?:select|call|do|with|alter (?:table|materialized|view)|create (?:table|materialized|unique index|index|or replace view|view))\b/;
const ofTimescale =
  /\b(?:timescaledb|tsdb)\.|\b(?:create_hypertable|by_range|by_hash|add_dimension|set_chunk_time_interval|set_integer_now_func|time_bucket(?:_gapfill)?|(?:add|remove)_\w+_policy|(?:add|alter|delete|run)_job|(?:de)?compress_chunk|convert_to_(?:column|row)store|(?:show|drop|reorder|move)_chunks?|(?:attach|detach)_tablespaces?|refresh_continuous_aggregate|enable_chunk_skipping)\s?\(/;
