import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { quoteIdentifier } from "../../src/base/sql/mod.ts";
import { openClient, type ThrowawayDatabase } from "../support/mod.ts";

/** A role for one test, which exists on the server before any migration. */
export interface TestRole extends AsyncDisposable {
  /** Its unique name. */
  readonly name: string;
  /** The URL of the test's database as this role. */
  readonly url: string;
}

/** Creates a role with a password; disposing drops it with its objects in the test's database. */
export async function testRole(db: ThrowawayDatabase, options = ""): Promise<TestRole> {
  const name = `strata_test_${crypto.randomUUID().slice(0, 8)}`;
  await db.client.query(
    `create role ${quoteIdentifier(name)} login password 'strata' nosuperuser ${options}`,
  );
  const url = new URL(db.url);
  url.username = name;
  url.password = "strata";
  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      const client = await openClient(db.url);
      try {
        await client.query(`drop owned by ${quoteIdentifier(name)} cascade`);
        await client.query(`drop role ${quoteIdentifier(name)}`);
      } finally {
        await client.end();
      }
    },
  };
}

/** Returns the scratch databases of a process on a test's server. */
export async function scratchDatabases(
  db: ThrowawayDatabase,
  pid: number = Deno.pid,
): Promise<readonly string[]> {
  const { rows } = await db.client.query<{ name: string }>(
    "select datname as name from pg_database where datname like $1",
    [`strata\\_scratch\\_${pid}\\_%`],
  );
  return rows.map(({ name }) => name);
}

/** Tells whether the server has a role. */
export async function hasRole(db: ThrowawayDatabase, name: string): Promise<boolean> {
  const { rows } = await db.client.query("select from pg_roles where rolname = $1", [name]);
  return rows.length > 0;
}

/**
 * Asserts that this process has left no scratch database behind. Tests of other files may have one
 * for a while: they are waited for.
 */
export async function assertNoScratch(db: ThrowawayDatabase): Promise<void> {
  const end = performance.now() + 30_000;
  let left = await scratchDatabases(db);
  while (left.length > 0 && performance.now() < end) {
    await delay(500);
    left = await scratchDatabases(db);
  }
  assert.deepEqual(left, []);
}
