import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { bigint, boolean, date, integer, jsonb, pgTable, timestamp } from "drizzle-orm/pg-core";
// @ts-types="@types/pg"
import pg from "pg";
import {
  type DenoPostgresClient,
  type DenoPostgresPool,
  type DenoPostgresQuery,
  type DenoPostgresResult,
  fromDenoPostgres,
  sqlState,
} from "../../src/database/mod.ts";
import { openClient, serverTest } from "../support/mod.ts";
import { assertConnectionError, openDatabase, outcomeOf } from "./database_support.ts";

const values = pgTable("items", {
  id: integer("id").primaryKey(),
  day: date("day"),
  instant: timestamp("instant", { withTimezone: true }),
  large: bigint("large", { mode: "bigint" }),
  flag: boolean("flag"),
  extra: jsonb("extra"),
});

/**
 * How deno-postgres decodes values by default; with `decodeStrategy: "string"` it returns the text.
 */
const readers = new Map<number, (text: string) => unknown>([
  [16, (text) => text === "t"],
  [20, BigInt],
  [23, Number],
  [1082, (text) => new Date(text)],
  [1184, (text) => new Date(text)],
  [3802, JSON.parse],
]);

/** Behaves like a connection of deno-postgres, including its silent reconnect. */
class DriverClient implements DenoPostgresClient {
  connected = false;
  session: { pid: number | undefined } = { pid: undefined };
  released = 0;
  readonly #url: string;
  readonly #givesText: boolean;
  #client: pg.Client | undefined;

  constructor(url: string, givesText: boolean) {
    this.#url = url;
    this.#givesText = givesText;
  }

  async connect(): Promise<void> {
    this.#client = await openClient(this.#url);
    this.#client.on("end", () => this.connected = false);
    const { rows } = await this.#client.query("select pg_backend_pid() as pid");
    this.session = { pid: rows[0].pid };
    this.connected = true;
  }

  async queryArray({ text, args = [] }: DenoPostgresQuery): Promise<DenoPostgresResult> {
    if (!this.connected) await this.connect();
    try {
      const config = { text, rowMode: "array" as const, types: { getTypeParser: () => String } };
      // as: one parser for every type, which the driver's overloads do not allow.
      const found = await this.#client?.query(config as unknown as pg.QueryArrayConfig, args);
      const fields = found?.fields ?? [];
      const read = (value: unknown, i: number) =>
        this.#givesText || value === null
          ? value
          : (readers.get(fields[i]?.dataTypeID ?? 0) ?? String)(String(value));
      return {
        rows: (found?.rows ?? []).map((row: unknown[]) => row.map(read)),
        command: found?.command ?? "",
        rowDescription: {
          columns: fields.map(({ name, dataTypeID }) => ({ name, typeOid: dataTypeID })),
        },
      };
    } catch (error) {
      throw this.#asDriver(error);
    }
  }

  async end(): Promise<void> {
    this.connected = false;
    await this.#client?.end();
    this.#client = undefined;
  }

  release(): void {
    this.released++;
  }

  #asDriver(error: unknown): Error {
    if (error instanceof pg.DatabaseError && error.severity === "ERROR") {
      const { code, detail, message, severity } = error;
      return Object.assign(new Error(message), {
        name: "PostgresError",
        fields: { code, detail, severity },
      });
    }
    this.connected = false;
    return Object.assign(new Error("The session was terminated unexpectedly"), {
      name: "ConnectionError",
    });
  }
}

/** Lends one connection to one borrower at a time. */
class DriverPool implements DenoPostgresPool, AsyncDisposable {
  readonly client: DriverClient;

  constructor(url: string, givesText: boolean) {
    this.client = new DriverClient(url, givesText);
  }

  async connect(): Promise<DenoPostgresClient> {
    if (!this.client.connected) await this.client.connect();
    return this.client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end();
  }
}

const create = "create table items (id int primary key, day date, instant timestamptz," +
  " large bigint, flag boolean, extra jsonb)";

serverTest(
  "timescaledb",
  "fromDenoPostgres gives the values that createDatabase gives",
  async (_t, { url, client }) => {
    await client.query(create);
    await using own = openDatabase(url, {}, { schema: { values } });
    for (const givesText of [false, true]) {
      await client.query("truncate items");
      await using pool = new DriverPool(url, givesText);
      const db = fromDenoPostgres(pool, { schema: { values } });
      const row = { day: "2023-12-31", large: 9007199254740993n, flag: true, extra: { a: ["b"] } };
      const instant = new Date("2023-12-31T23:59:59.999Z");
      await db.insert(values).values([{ id: 1, instant, ...row }, { id: 2 }]);
      assert.deepEqual(await db.select().from(values), await own.db.select().from(values));
      assert.deepEqual(await db.query.values.findMany(), await own.db.query.values.findMany());
      const all = sql`select * from items order by id`;
      assert.deepEqual((await db.execute(all)).rows, (await own.db.execute(all)).rows);
      assert.equal(await db.$count(values), 2);
      const zone = await db.execute(sql`select current_setting('timezone') as zone`);
      assert.equal(zone.rows[0]?.["zone"], "UTC");
    }
  },
);

serverTest(
  "timescaledb",
  "fromDenoPostgres runs transactions and keeps the server's SQLSTATE",
  async (_t, { url, client }) => {
    await client.query(create);
    await using pool = new DriverPool(url, false);
    const db = fromDenoPostgres(pool);
    await db.transaction(async (tx) => {
      await tx.insert(values).values({ id: 1 });
      await tx.transaction(async (inner) => {
        await inner.insert(values).values({ id: 2 });
        inner.rollback();
      }).catch(() => {});
    });
    const { error } = await outcomeOf(() =>
      db.transaction(async (tx) => {
        await tx.insert(values).values({ id: 3 });
        await tx.insert(values).values({ id: 1, day: "2024-01-01" });
      })
    );
    assert.equal(sqlState(error), "23505");
    assert.doesNotMatch(Deno.inspect(error, { depth: 9 }), /2024-01-01|\(id\)=/);
    assert.deepEqual(await db.select({ id: values.id }).from(values), [{ id: 1 }]);
    assert.ok(pool.client.connected);
  },
);

serverTest(
  "timescaledb",
  "fromDenoPostgres never runs the rest of a lost transaction outside it",
  async (_t, { url, client }) => {
    await client.query(create);
    await using pool = new DriverPool(url, false);
    const db = fromDenoPostgres(pool);
    const call = db.transaction(async (tx) => {
      await tx.insert(values).values({ id: 1 });
      await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`).catch(() => {});
      // The driver would reconnect here and run this outside the transaction.
      await tx.insert(values).values({ id: 2 });
    });
    await assertConnectionError(call, "08003");
    assert.equal(await db.$count(values), 0);
    assert.equal(pool.client.released, 2);
  },
);
