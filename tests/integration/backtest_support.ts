import { type Backtest, openBacktest } from "../../src/backtest/mod.ts";
import type { BacktestOptions } from "../../src/backtest/mod.ts";
import { sqlState } from "../../src/database/mod.ts";
import { openClient } from "../support/mod.ts";
import { makeSeries, type ReadingTest, readingTest, writeRows } from "./point_in_time_support.ts";

/** A database with a past and a future, and a session that stands between them. */
export interface BacktestTest extends ReadingTest {
  readonly series: number;
  readonly backtest: Backtest;
}

/** The instant at which the sessions of these tests stand. */
export const AT = "2024-03-15T12:00:00Z";

/** Declares a test of a session on any server, and on each Community server. */
export function backtestTest(
  name: string,
  run: (t: BacktestTest) => Promise<void>,
  options: BacktestOptions = { at: AT },
): void {
  readingTest(name, async (t) => {
    const series = await makeSeries(t.client, { code: "GDP" });
    await writeRows(t.client, series, [
      { day: "2024-01-01", revision: 0, value: 10, release: "2024-02-01T13:30:00Z" },
      { day: "2024-01-01", revision: 1, value: 11, release: "2024-03-01T13:30:00Z" },
      { day: "2024-02-01", revision: 0, value: 20, release: "2024-03-15T12:00:00Z" },
      { day: "2024-02-01", revision: 1, value: 777, release: "2024-03-15T12:00:00.000001Z" },
      { day: "2024-01-01", revision: 2, value: 777, release: "2024-04-01T12:30:00Z" },
      { day: "2025-01-01", revision: 0, value: 777, release: "2025-02-01T12:30:00Z" },
    ]);
    await using backtest = await openBacktest(t.database, options);
    await run({ ...t, series, backtest });
  });
}

/** Returns the SQLSTATE with which a session refuses a statement; undefined where it does not. */
export async function refusalOf(
  backtest: Backtest,
  statement: string,
): Promise<string | undefined> {
  try {
    await backtest.database.pool.query(statement);
    return undefined;
  } catch (error) {
    return sqlState(error) ?? String(error);
  }
}

/** Counts the roles of sessions on the server whose clocks are in this database. */
export async function openRoles(url: string): Promise<readonly string[]> {
  const client = await openClient(url);
  try {
    const { rows } = await client.query<{ role: string }>(
      "select role::text from strata_backtest.clocks order by role",
    );
    return rows.map(({ role }) => role);
  } finally {
    await client.end();
  }
}
