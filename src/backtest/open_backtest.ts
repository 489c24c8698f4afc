import { parseInterval } from "../timescale/mod.ts";
import {
  dateOf,
  type InstantInput,
  instantText,
  type Microseconds,
  parseInstant,
} from "../base/time/instant.ts";
import { intervalMicroseconds } from "../timescale/interval.ts";
import { type Database, sqlState } from "../database/mod.ts";
import { logInAs } from "../database/log_in_as.ts";
import type { AdvanceOptions, Backtest, BacktestOptions } from "./backtest.ts";
import { inTransaction } from "./_in_transaction.ts";
import { refuseOtherLogin, refuseUnsafe } from "./_refuse_unsafe.ts";
import { removeLeftBehind } from "./_left_behind.ts";
import { createRoleStatements, inventRole, removeRole, SEARCH_PATH } from "./_roles.ts";

/**
 * Opens a session in which no statement, whatever is typed, sees a row that was released after an
 * instant. It logs in as a role of its own that has no right on the tables; the same names are views
 * there, which end at the role's clock. The clock only moves forwards, and only by
 * {@linkcode Backtest.advance}: no statement of the session can move it.
 *
 * Macro series, flows and fiscal figures end at their release, bars and candles at the last one that was
 * over (one of irregular length counts as a year long), curves, volatility and signals at the last UTC day
 * that was over, the calendar and expectations at what was announced. Of metadata the session sees ids,
 * names and units, but not what is true of today: `is_active`, `notes`, `created_at` and `updated_at`
 * are null. There are no checkpoints and no bookkeeping.
 *
 * What PostgreSQL and TimescaleDB tell every role stays visible: that there are later chunks and rows,
 * their ranges, sizes and counts (catalogs, `explain`, statistics of use), and what others send by
 * `notify`. None of it tells a value. The lock ends at this database and at what it grants to
 * everybody later; it has no replicas.
 *
 * The caller's connection needs `createrole`, and the right to call the functions of the schema
 * `strata_backtest`.
 *
 * @throws {ConfigError} If the lock would not hold on this server, with every reason and its remedy.
 * @throws {TypeError} If an instant or the lifetime is not valid.
 *
 * @example
 * ```ts
 * import { createDatabase, latest, openBacktest } from "@strata/foundation";
 *
 * async function replay(): Promise<void> {
 *   await using database = createDatabase();
 *   await using backtest = await openBacktest(database, { at: "2024-09-26T12:00:00Z" });
 *   const series = { source: "ALFRED", code: "GDPC1" };
 *   for (const at of ["2024-09-26T12:29:59Z", "2024-09-26T12:30:00Z"]) {
 *     await backtest.advance(at);
 *     // Asks for what is known today, and is answered as of the clock.
 *     console.log(await latest(backtest.database, { series, at: new Date() }));
 *   }
 * }
 * ```
 */
export async function openBacktest<
  TSchema extends Record<string, unknown> = Record<string, never>,
>(database: Database<TSchema>, options: BacktestOptions): Promise<Backtest<TSchema>> {
  let at = parseInstant(options.at);
  const knownTo = optionalText(options.knownTo);
  const lifetimeMs = intervalMicroseconds(parseInterval(options.lifetime ?? "1 day")) / 1_000;
  const login = inventRole();
  const { role } = login;
  const operator = await refuseUnsafe(database.pool, options.allow ?? []);
  await removeLeftBehind(database.pool);
  const session = logInAs(database, { ...login, searchPath: SEARCH_PATH });
  const until = new Date(Date.now() + lifetimeMs);
  const connections = (session.database.pool.options.max ?? 0) + FOREIGN_CONNECTIONS;
  const { isSuperuser, hasTimescale } = operator;
  await inTransaction(database.pool, async (client) => {
    const options = { until, connections, isSuperuser, hasTimescale };
    const statements = createRoleStatements(login, options);
    for (const statement of statements) await client.query(statement);
    await client.query("select strata_backtest.set_clock($1, $2, $3)", [
      role,
      instantText(at),
      knownTo,
    ]);
  });
  const remove = () => inTransaction(database.pool, (client) => removeRole(client, role));
  try {
    // Held until the end: a role without a session may be one that a killed process left behind.
    const keeper = await session.database.pool.connect();
    await refuseOtherLogin(keeper, role);
    let closed: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      keeper.release();
      await session.database.close();
      await remove();
    };
    return {
      ...session,
      role,
      get at() {
        return dateOf(at);
      },
      advance: async (to, more = {}) => {
        at = await advance(database, { role, to, more });
      },
      close: () => closed ??= close(),
      [Symbol.asyncDispose]: () => closed ??= close(),
    };
  } catch (error) {
    await session.database.close();
    await remove();
    throw error;
  }
}

/** Connections beside the pool's, for other programs that use the session's URL. */
const FOREIGN_CONNECTIONS = 16;

/** Moves the clock on the caller's own connection, in a transaction of its own. */
async function advance<TSchema extends Record<string, unknown>>(
  database: Database<TSchema>,
  { role, to, more }: {
    readonly role: string;
    readonly to: InstantInput;
    readonly more: AdvanceOptions;
  },
): Promise<Microseconds> {
  const at = parseInstant(to, "to");
  const values = [role, instantText(at), optionalText(more.knownTo)];
  try {
    await database.pool.query("select strata_backtest.advance($1, $2, $3)", values);
  } catch (error) {
    if (sqlState(error) !== "22023" || !(error instanceof Error)) throw error;
    throw new RangeError(error.message, { cause: error });
  }
  return at;
}

function optionalText(input: InstantInput | undefined): string | null {
  return input === undefined ? null : instantText(parseInstant(input, "knownTo"));
}
