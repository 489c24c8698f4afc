import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { sqlState } from "../session/session.ts";

/** Remembers, across connections, the statement whose connection was lost. */
export class LostStatement {
  #lost: { readonly migration: string; readonly sql: string; readonly mark: string } | null = null;
  #mark = "";

  /** Remembers a statement if it lost its connection without an administrator's command. */
  keep(migration: string, sql: string, error: unknown): void {
    // 57P01 and 57P02: ended by a shutdown, or because another backend crashed.
    const code = sqlState(error) ?? "";
    if (code !== "57P01" && code !== "57P02") this.#lost = { migration, sql, mark: this.#mark };
  }

  /**
   * Checks the server at the start of a connection.
   *
   * @throws {MigrationError} If the server has crashed since the lost statement began. Running the
   * statement again could crash it again.
   */
  async look(client: Queryable): Promise<void> {
    const mark = await recoveryMark(client);
    const lost = this.#lost;
    this.#lost = null;
    this.#mark = mark;
    if (lost === null || lost.mark === mark) return;
    const [line] = lost.sql.split("\n");
    throw new MigrationError(
      `Cannot continue "${lost.migration}": the server crashed while it ran "${line}", which is not retried ` +
        "automatically; see the server's log for the cause, then run migrate again",
      { migration: lost.migration, statement: lost.sql },
    );
  }
}

/**
 * Returns a mark that changes when the server recovers from a crash: it then resets its statistics.
 */
async function recoveryMark(client: Queryable): Promise<string> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select stats_reset::text as mark from pg_catalog.pg_stat_bgwriter",
  );
  return rows[0]?.mark ?? "";
}
