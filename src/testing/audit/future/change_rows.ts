import { StrataError } from "../../../base/errors.ts";
import { type Queryable, serverReason } from "../../../base/sql/mod.ts";
import { sqlState } from "../../../database/mod.ts";

/**
 * Changes rows of a table for a run, and returns how many.
 *
 * @throws {StrataError} If the server refuses: a limit of time, a lock, a key of another table.
 */
export async function changeRows(
  client: Queryable,
  { table, statement }: { readonly table: string; readonly statement: string },
): Promise<number> {
  try {
    // as: the driver's count, which the narrow type leaves out.
    const { rowCount } = await client.query(statement) as { readonly rowCount?: number | null };
    return rowCount ?? 0;
  } catch (cause) {
    const state = sqlState(cause);
    if (state === undefined) throw cause;
    throw new StrataError(
      `Cannot audit the model: the rows of "${table}" cannot be changed for a trial ` +
        `(${serverReason(cause)})${remedies[state] ?? ""}; nothing is stored`,
      { cause },
    );
  }
}

/** What helps, by the server's code. */
const remedies: Readonly<Record<string, string>> = {
  // The connection's limit, or a lock that somebody holds.
  "57014": ", pass a database with a longer statementTimeoutMs or with less data after the instant",
  "55P03": ", let nobody write meanwhile",
  "40001": ", let nobody write meanwhile",
  "40P01": ", let nobody write meanwhile",
  "23503": ', name the tables that refer to it in "tables", before it',
  "42501": ", connect as the owner of the tables",
};
