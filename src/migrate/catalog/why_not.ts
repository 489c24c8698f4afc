import { GRANTS_TO, NO_ROLE } from "./diff_access.ts";
import type { Difference } from "./difference.ts";
import { ELSEWHERE } from "./find_elsewhere.ts";

/** Says why converge leaves a difference alone, and what to do about it. */
export function whyNot(difference: Difference): string {
  if (difference.layer === "definitions") {
    return "definitions and migrations differ: write a migration, migrate new drafts it";
  }
  if (difference.layer === "ledger") return ledgerReason(difference);
  const { property, expected, actual } = difference;
  if (property.startsWith(GRANTS_TO)) {
    return actual === NO_ROLE
      ? "a role belongs to the whole server: create it, then converge grants what is declared"
      : "to take a privilege away may stop somebody: revoke it yourself, or declare it";
  }
  if (actual?.startsWith(ELSEWHERE) === true) {
    return `somebody may have moved it: move it back with alter ${property} … set schema, or adopt it in a migration`;
  }
  switch (property) {
    case "hypertable":
      return expected === null
        ? "a hypertable cannot be turned back into a plain table: copy its rows into a new one, or adopt it in a migration"
        : "its rows would move into chunks under a lock: call create_hypertable with migrate_data => true when nobody writes, or m.createHypertable with migrateData in a migration";
    case "time column":
    case "space dimensions":
      return "TimescaleDB keeps a hypertable's dimensions for good: copy its rows into a new one";
    case "integer now":
      return "TimescaleDB takes no such function away: adopt it in a migration by m.setIntegerNow";
    case "compression":
      return "turning compression off decompresses every chunk: adopt it in a migration, or turn it off when there is room";
    case "owner":
      return "the owner before loses it with all rights: run alter … owner to when that is meant, or declare the owner";
    case "compressed chunks":
      return "compressing them anew rewrites them: when it suits, run select compress_chunk(c, recompress => true) " +
        `from show_chunks('${difference.object.replaceAll("'", "''")}') as c where c in ` +
        "(select chunk from timescaledb_information.chunk_columnstore_settings)";
    case "chunk index":
      return "building it locks the chunk: run reindex index concurrently where it is invalid; where it is gone, drop " +
        "the table's index and create it with (timescaledb.transaction_per_chunk)";
    case "continuous aggregate":
      return "dropping it deletes what it has materialized: drop it yourself, or adopt it in a migration";
    case "definition":
      return "making it anew deletes what it has materialized: write a migration that does";
    case "table":
    case "column":
      return expected === null
        ? "dropping it deletes its data: drop it yourself, or adopt it in a migration"
        : "it was dropped and its data with it: restore a backup, or create it again by hand";
    case "index":
      return actual === null
        ? "building it locks the table or runs outside of a transaction: build it when it suits, with concurrently where it is no hypertable's"
        : "an index may serve somebody: drop or rebuild it yourself, or adopt it in a migration";
    case "row level security":
    case "policy":
      return "who may see which rows is for people to decide: change it by hand, or adopt it in a migration";
    case "persistence":
      return "the change rewrites the table under a lock: run alter table … set logged when nobody writes, or adopt it in a migration";
    case "rows":
      return "it must read everything that it is made of: run refresh materialized view when it suits";
    default:
      return "it may fail on the rows that are there, or rewrite them: change it by hand, or adopt it in a migration";
  }
}

function ledgerReason({ actual, expected }: Difference): string {
  if (expected === null) return "restore its module, or forget it with migrate repair";
  switch (actual) {
    case "pending":
      return "run migrate";
    case "edited":
      return "restore its module and write a new migration, or accept the edit with migrate repair";
    default:
      return "run migrate again, or say what became of it with migrate repair";
  }
}
