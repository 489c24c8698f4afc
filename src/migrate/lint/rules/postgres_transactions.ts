import { forbiddenStatement, transactionObstacle } from "../../plan/transaction_rules.ts";
import { isOn } from "../parse/parameters.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, type StatementView } from "../view.ts";

/** What the engine's transactions and limits need of a statement. */
export const postgresTransactionRules: readonly LintRule[] = [
  {
    code: "PG001",
    name: "syntax-error",
    severity: "error",
    reason: "PostgreSQL's own parser (version 18) refuses the statement.",
    remedy: "Mend the statement.",
    alsoDown: true,
    statement: ({ error }) => error === null ? [] : [{ reason: error }],
  },
  {
    code: "PG002",
    name: "not-in-a-transaction",
    severity: "error",
    reason:
      "The server refuses the statement inside of a transaction, and the engine refuses the " +
      "migration before it applies anything.",
    remedy: "Move it to a migration of its own with { transaction: false }.",
    alsoDown: true,
    statement: (view) => {
      const obstacle = transactionObstacle(view.sql, view.context.target);
      if (!view.migration.transaction || obstacle === null) return [];
      const isAggregate = changesOf(view, "createView")
        .some(({ parameters }) => isOn(parameters, "timescaledb.continuous"));
      // TS011 says it better.
      return isAggregate ? [] : [{ reason: `it cannot run in a transaction (${obstacle})` }];
    },
  },
  {
    code: "PG003",
    name: "transaction-control",
    severity: "error",
    reason:
      "The engine owns the transaction: a commit of the author's would take the ledger row out of it.",
    remedy: "Leave it out; the migration is one transaction, or with { transaction: false } none.",
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
      "A statement that waits for a strong lock without a limit makes every later reader wait behind " +
      "it. The engine sets lock_timeout in each of its transactions and tries again.",
    remedy: "Leave lock_timeout to the engine (--lock-timeout); outside of a transaction put " +
      "set lock_timeout = '2s' before the statement.",
    statement: (view) => {
      const turnedOff = changesOf(view, "setVariable").filter(isLimitOff);
      if (turnedOff.length > 0) return [{ reason: "it turns lock_timeout off" }];
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
      "The engine takes a setting of the session back after the migration, other tools that run the " +
      "same SQL do not; set local in a migration without a transaction ends with its own statement, " +
      "without an effect.",
    remedy:
      "Write set local (or set_config(…, true)) in a transaction; without one, set and at the " +
      "end reset.",
    statement: (view) =>
      changesOf(view, "setVariable").flatMap(({ name, value, local, reset }) => {
        if (!view.byHand || reset || value === null) return [];
        if (view.migration.transaction && !local) {
          return [{ reason: `${name} is set for the session, not for this migration alone` }];
        }
        return !view.migration.transaction && local
          ? [{ reason: `set local of ${name} has no effect outside of a transaction` }]
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

/** Statements that take a strong lock where the engine cannot set a limit. */
function locksOutside(view: StatementView): boolean {
  if (transactionObstacle(view.sql, view.context.target) === null) return false;
  return changesOf(view, "rewrite").length > 0 ||
    changesOf(view, "reindex").some(({ concurrently }) => !concurrently);
}
