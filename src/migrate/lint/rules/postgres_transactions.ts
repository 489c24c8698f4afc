import { forbiddenStatement, transactionObstacle } from "../../plan/transaction_rules.ts";
import { isOn } from "../parse/parameters.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, type StatementView } from "../view.ts";

/** Statements that do not fit the engine's transactions and limits. */
export const postgresTransactionRules: readonly LintRule[] = [
  {
    code: "PG001",
    name: "syntax-error",
    severity: "error",
    reason: "PostgreSQL's own parser (version 18) refuses the statement.",
    remedy: "Correct the statement.",
    alsoDown: true,
    statement: ({ error }) => error === null ? [] : [{ reason: error }],
  },
  {
    code: "PG002",
    name: "not-in-a-transaction",
    severity: "error",
    reason:
      "The server refuses the statement in a transaction, so the engine refuses the migration before " +
      "it applies anything.",
    remedy: "Move it to a separate migration with { transaction: false }.",
    alsoDown: true,
    statement: (view) => {
      const obstacle = transactionObstacle(view.sql, view.context.target);
      if (!view.migration.transaction || obstacle === null) return [];
      const isAggregate = changesOf(view, "createView")
        .some(({ parameters }) => isOn(parameters, "timescaledb.continuous"));
      // TS011 reports it in more detail.
      return isAggregate ? [] : [{ reason: `it cannot run in a transaction (${obstacle})` }];
    },
  },
  {
    code: "PG003",
    name: "transaction-control",
    severity: "error",
    reason:
      "The engine controls the transaction. A commit in a migration would separate it from its ledger " +
      "row.",
    remedy: "Leave it out: a migration is one transaction, or none with { transaction: false }.",
    alsoDown: true,
    statement: (view) => {
      const forbidden = forbiddenStatement(view.sql);
      return forbidden === null ? [] : [{ reason: forbidden }];
    },
  },
  {
    code: "PG004",
    name: "no-lock-limit",
    severity: "warning",
    reason:
      "While a statement waits for a strong lock, all later readers queue behind it. The engine sets " +
      "lock_timeout in each of its transactions and retries.",
    remedy: "Leave lock_timeout to the engine (--lock-timeout). Without a transaction, put " +
      "set lock_timeout = '2s' before the statement.",
    statement: (view) => {
      const turnedOff = changesOf(view, "setVariable").filter(isLimitOff);
      if (turnedOff.length > 0) return [{ reason: "it turns off lock_timeout" }];
      if (!view.byHand || view.migration.transaction || !locksOutside(view)) return [];
      const isLimited = view.earlier.some((each) =>
        changesOf(each, "setVariable").some((change) =>
          change.name === "lock_timeout" && !isLimitOff(change)
        )
      );
      return isLimited ? [] : [{ reason: "it waits for its lock without a limit" }];
    },
  },
  {
    code: "PG005",
    name: "session-setting",
    severity: "warning",
    reason:
      "The engine resets the settings of the session after the migration, but other tools that run " +
      "the same SQL do not. Without a transaction, set local has no effect.",
    remedy:
      "Use set local (or set_config(…, true)) in a transaction. Without a transaction, use set, and " +
      "reset at the end.",
    statement: (view) =>
      changesOf(view, "setVariable").flatMap(({ name, value, local, reset }) => {
        if (!view.byHand || reset || value === null) return [];
        if (view.migration.transaction && !local) {
          return [{ reason: `${name} is set for the session, not only for this migration` }];
        }
        return !view.migration.transaction && local
          ? [{ reason: `set local of ${name} has no effect without a transaction` }]
          : [];
      }),
  },
];

function isLimitOff(change: {
  readonly name: string;
  readonly value: string | null;
}): boolean {
  return change.name === "lock_timeout" &&
    (change.value === null || /^0\s*(us|ms|s|min|h|d)?$/.test(change.value));
}

/**
 * Tells whether a statement takes a strong lock outside a transaction, where the engine sets no
 * limit.
 */
function locksOutside(view: StatementView): boolean {
  if (transactionObstacle(view.sql, view.context.target) === null) return false;
  return changesOf(view, "rewrite").length > 0 ||
    changesOf(view, "reindex").some(({ concurrently }) => !concurrently);
}
