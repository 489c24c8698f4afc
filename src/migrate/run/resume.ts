import { MigrationError } from "../../base/errors.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { writeEvent } from "../ledger/ledger.ts";
import { statementHead } from "../text/statement_head.ts";
import { removeRemains, resolveInterrupted } from "./interrupted_statement.ts";
import type { RunContext } from "./run.ts";

/**
 * Finds the statement at which a migration without a transaction continues: the first one that is
 * not done. For an interrupted statement, the catalog shows the outcome. Runs finished statements
 * that set session settings again, since the settings ended with their session.
 *
 * @returns The index of the statement, from 0.
 * @throws {MigrationError} If the catalog does not show the outcome of a statement.
 */
export async function resumeAt(
  context: RunContext,
  from: { readonly row: LedgerRow; readonly statements: readonly string[] },
): Promise<number> {
  const { row, statements } = from;
  if (row.started === null && row.done === 0 && row.error === null) return 0;
  const place = await firstOpen(context, from);
  const text = `continues at statement ${place + 1} of ${statements.length}`;
  context.emit({ kind: "resume", migration: row.id, text });
  await writeEvent(context.session, context.ledger, {
    migration: row.id,
    action: "resume",
    detail: text,
  });
  const settings = statements.slice(0, place).filter(isSetting);
  for (const statement of settings) await context.execute(row.id, statement);
  return place;
}

async function firstOpen(
  { session }: RunContext,
  { row, statements }: { readonly row: LedgerRow; readonly statements: readonly string[] },
): Promise<number> {
  const statement = statements[row.started ?? row.done];
  if (statement === undefined) return row.done;
  if (row.started === null) {
    await removeRemains(session, statement);
    return row.done;
  }
  const outcome = await resolveInterrupted(session, statement);
  if (outcome === "again") return row.done;
  if (outcome === "done") return row.done + 1;
  const place = `statement ${row.started + 1} of ${statements.length}`;
  throw new MigrationError(
    `Cannot continue "${row.id}": its ${place} started and its end is unknown, ${outcome.unknown}; ` +
      `check, then run migrate repair ${row.id} --statement=${row.started + 1} to run it again, ` +
      `--statement=${row.started + 2} if it is done, or --mark=applied or --mark=reverted`,
    { migration: row.id, statement },
  );
}

/** Tells whether a statement changes a session setting. */
function isSetting(statement: string): boolean {
  return /^(set|reset)\b(?! (local|constraints|transaction)\b)|^select ("?pg_catalog"?\.)?set_config\(/
    .test(statementHead(statement));
}
