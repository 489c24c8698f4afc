import { MigrationError } from "../../base/errors.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { writeEvent } from "../ledger/ledger.ts";
import { statementHead } from "../text/statement_head.ts";
import { removeRemains, resolveInterrupted } from "./interrupted_statement.ts";
import type { RunContext } from "./run.ts";

/**
 * Finds the statement at which a migration without a transaction goes on: the first one that is not
 * done. What became of one whose end nobody saw is asked of the catalog, and settings that done
 * statements made are made again, as they went with their session.
 *
 * @returns Its place, from 0.
 * @throws {MigrationError} Where the catalog cannot tell what became of a statement.
 */
export async function resumeAt(
  context: RunContext,
  from: { readonly row: LedgerRow; readonly statements: readonly string[] },
): Promise<number> {
  const { row, statements } = from;
  if (row.started === null && row.done === 0 && row.error === null) return 0;
  const place = await firstOpen(context, from);
  const text = `goes on at statement ${place + 1} of ${statements.length}`;
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
    `Cannot go on with "${row.id}": its ${place} was started and not seen to end, ${outcome.unknown}; ` +
      `look, then run migrate repair ${row.id} --statement=${row.started + 1} to run it again, ` +
      `--statement=${row.started + 2} where it is done, or --mark=applied or --mark=reverted`,
    { migration: row.id, statement },
  );
}

/** A setting of the session, which ended with it. */
function isSetting(statement: string): boolean {
  return /^(set|reset)\b(?! (local|constraints|transaction)\b)|^select ("?pg_catalog"?\.)?set_config\(/
    .test(statementHead(statement));
}
