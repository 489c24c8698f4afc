import { isAtLeast } from "../../timescale/mod.ts";
import { statementHead } from "../text/statement_head.ts";
import type { Target } from "../author/target.ts";

/**
 * Returns the reason why a statement cannot run in a transaction, or null. The rules are
 * PostgreSQL's (the reference page of each command: "cannot be executed inside a transaction
 * block") and TimescaleDB's.
 */
export function transactionObstacle(statement: string, target: Target): string | null {
  const head = statementHead(statement);
  return rules.find((rule) => rule.pattern.test(head) && (rule.applies?.(head, target) ?? true))
    ?.reason ??
    null;
}

/**
 * Returns the reason why no migration may contain a statement, or null. The engine controls the
 * transaction; a `commit` in a migration would separate the ledger's row from it.
 */
export function forbiddenStatement(statement: string): string | null {
  const head = statementHead(statement);
  return transactionControl.test(head)
    ? `"${
      head.split(" ", 2).join(" ")
    }" would end the engine's transaction or nest one in it: remove it, ` +
      "or declare the migration { transaction: false }"
    : null;
}

interface Rule {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly applies?: (head: string, target: Target) => boolean;
}

const transactionControl =
  /^(begin|start transaction|commit|end|rollback|abort|savepoint|release|prepare transaction|set transaction)\b/;

const rules: readonly Rule[] = [
  { pattern: /^create (unique )?index concurrently\b/, reason: "create index concurrently" },
  { pattern: /^drop index concurrently\b/, reason: "drop index concurrently" },
  { pattern: /^reindex\b.*\bconcurrently\b/, reason: "reindex concurrently" },
  { pattern: /^reindex (\([^)]*\) )?(database|system)\b/, reason: "reindex database" },
  { pattern: /^vacuum\b/, reason: "vacuum" },
  {
    // Matches `commit` only as a statement of the block.
    pattern:
      /^do\b[\s\S]*(;|\b(begin|loop|then|else))\s+(commit|rollback)(\s+and\s+(no\s+)?chain)?\s*;/i,
    reason: "a block that commits",
  },
  { pattern: /^(create|drop) (database|tablespace)\b/, reason: "databases and tablespaces" },
  { pattern: /^alter system\b/, reason: "alter system" },
  { pattern: /^(create|drop|alter) subscription\b/, reason: "subscriptions" },
  {
    pattern: /^alter table\b.*\bdetach partition\b.*\bconcurrently\b/,
    reason: "detach partition concurrently",
  },
  {
    pattern: /^create materialized view\b.*\btimescaledb\.continuous\b/,
    reason: 'a continuous aggregate filled at once: add "with no data"',
    applies: (head) => !/\bwith no data$/.test(head),
  },
  {
    pattern: /^call (("[^"]+"|[\w$]+)\.)?"?refresh_continuous_aggregate"?\b/,
    reason: "refresh_continuous_aggregate",
  },
  { pattern: /^call (("[^"]+"|[\w$]+)\.)?"?run_job"?\b/, reason: "run_job" },
  {
    pattern: /^create (unique )?index\b.*\btimescaledb\.transaction_per_chunk\b/,
    reason: "an index with a transaction for each chunk",
  },
  {
    pattern: /^alter extension "?timescaledb"? update\b/,
    reason: "alter extension timescaledb update",
    applies: (_head, target) =>
      target.timescaledb === null || !isAtLeast(target.timescaledb, "2.29.0"),
  },
];
