import { GRANTS_TO, NO_ROLE } from "./diff_access.ts";
import type { Difference } from "./difference.ts";
import { ELSEWHERE } from "./find_elsewhere.ts";

/** Explains why converge does not fix a difference, and what to do instead. */
export function whyNot(difference: Difference): string {
  if (difference.layer === "definitions") {
    return "definitions and migrations differ: write a migration, which migrate new drafts";
  }
  if (difference.layer === "ledger") return ledgerReason(difference);
  const { property, expected, actual } = difference;
  if (property.startsWith(GRANTS_TO)) {
    return actual === NO_ROLE
      ? "the role does not exist, and roles belong to the whole server: create it, then converge grants what is declared"
      : "somebody may need the undeclared privilege: revoke it yourself, or declare it";
  }
  if (actual?.startsWith(ELSEWHERE) === true) {
    return `somebody may have moved it: move it back with alter ${property} … set schema, or adopt it in a migration`;
  }
  switch (property) {
    case "hypertable":
      return expected === null
        ? "a hypertable cannot become a plain table again: copy its rows into a new table, or adopt it in a migration"
        : "its rows would move into chunks under a lock: call create_hypertable with migrate_data => true when nobody writes, or m.createHypertable with migrateData in a migration";
    case "time column":
    case "space dimensions":
      return "TimescaleDB cannot change a hypertable's dimensions: copy its rows into a new one";
    case "integer now":
      return "TimescaleDB cannot remove the function: adopt it in a migration with m.setIntegerNow";
    case "compression":
      return "disabling compression decompresses all chunks: adopt it in a migration, or disable it when there is enough disk space";
    case "owner":
      return "the current owner would lose all rights: run alter … owner to if that is intended, or declare the owner";
    case "compressed chunks":
      return "recompressing rewrites them: at a quiet time, run select compress_chunk(c, recompress => true) " +
        `from show_chunks('${difference.object.replaceAll("'", "''")}') as c where c in ` +
        "(select chunk from timescaledb_information.chunk_columnstore_settings)";
    case "chunk index":
      return "building it locks the chunk: if it is invalid, run reindex index concurrently; if it is missing, drop " +
        "the table's index and create it with (timescaledb.transaction_per_chunk)";
    case "continuous aggregate":
      return "dropping it deletes what it has materialized: drop it yourself, or adopt it in a migration";
    case "definition":
      return "creating it again deletes what it has materialized: write a migration that does so";
    case "function":
      return expected === null
        ? "somebody may call it: drop it yourself, or adopt it in a migration"
        : actual === null
        ? "its schema is gone too, with its grants: revert the migration that creates it and apply it again"
        : "PostgreSQL replaces no function that has other arguments or another result: drop it yourself, then converge creates it";
    case "table":
    case "column":
      return expected === null
        ? "dropping it deletes its data: drop it yourself, or adopt it in a migration"
        : "it was dropped and its data with it: restore a backup, or create it again by hand";
    case "index":
      return actual === null
        ? "building it locks the table or runs without a transaction: build it at a quiet time, concurrently unless it is on a hypertable"
        : "somebody may need the index: drop or rebuild it yourself, or adopt it in a migration";
    case "row level security":
    case "policy":
      return "only people should decide who sees which rows: change it by hand, or adopt it in a migration";
    case "persistence":
      return "the change rewrites the table under a lock: run alter table … set logged when nobody writes, or adopt it in a migration";
    case "rows":
      return "filling it reads all of its sources: run refresh materialized view at a quiet time";
    default:
      return "the change may fail on existing rows, or rewrite them: change it by hand, or adopt it in a migration";
  }
}

function ledgerReason({ actual, expected }: Difference): string {
  if (expected === null) {
    return "restore its module, or remove it from the ledger with migrate repair";
  }
  switch (actual) {
    case "pending":
      return "run migrate";
    case "edited":
      return "restore its module and write a new migration, or accept the edit with migrate repair";
    default:
      return "run migrate again, or resolve it with migrate repair";
  }
}
