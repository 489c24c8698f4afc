import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { sqlState } from "../session/session.ts";

/** Remembers the statement whose connection was lost, from one connection to the next. */
export class LostStatement {
  #lost: { readonly migration: string; readonly sql: string; readonly mark: string } | null = null;
  #mark = "";

  /** Keeps a statement whose connection was lost by itself: no administrator ended it. */
  keep(migration: string, sql: string, error: unknown): void {
    // 57P01 and 57P02: it was told to end, by a shutdown or for another backend's crash.
    const code = sqlState(error) ?? "";
    if (code !== "57P01" && code !== "57P02") this.#lost = { migration, sql, mark: this.#mark };
  }

  /**
   * Looks at the server at the start of a connection.
   *
   * @throws {MigrationError} Where it has recovered from a crash since the statement began: running
   * that again would crash it again.
   */
  async look(client: Queryable): Promise<void> {
    const mark = await recoveryMark(client);
    const lost = this.#lost;
    this.#lost = null;
    this.#mark = mark;
    if (lost === null || lost.mark === mark) return;
    const [line] = lost.sql.split("\n");
    throw new MigrationError(
      `Cannot go on with "${lost.migration}": the server crashed while it ran "${line}", which is not run ` +
        "again by itself; see the server's log for the cause, then run migrate again",
      { migration: lost.migration, statement: lost.sql },
    );
  }
}

/** The server forgets its statistics when it recovers from a crash, and says since when it counts. */
async function recoveryMark(client: Queryable): Promise<string> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select stats_reset::text as mark from pg_catalog.pg_stat_bgwriter",
  );
  return rows[0]?.mark ?? "";
}
