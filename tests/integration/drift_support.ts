import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import { migrations } from "../../migrations/mod.ts";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import type { Difference } from "../../src/migrate/catalog/difference.ts";
import type { Reference } from "../../src/migrate/catalog/reference.ts";
import { createMigrator, type Migration, openPostgresSession } from "../../src/migrate/mod.ts";
import type { MigrationSession } from "../../src/migrate/session/session.ts";
import { definitions } from "../../src/schema/definitions.ts";
import { quoteIdentifier } from "../../src/base/sql/mod.ts";
import type { Seed } from "./drift_seeds.ts";

/** This package's own schema and migrations. */
export const own: { readonly definitions: Definitions; readonly migrations: readonly Migration[] } =
  {
    definitions,
    migrations,
  };

/**
 * One PGlite as the reference for a whole test, emptied before each use, because starting one takes
 * seconds.
 */
export interface SharedReference extends AsyncDisposable {
  open(): Promise<Reference>;
}

export async function sharedReference(): Promise<SharedReference> {
  const database = await PGlite.create();
  const query: Reference["query"] = (text, values) => database.query(text, values);
  return {
    open: async () => {
      const { rows } = await query<{ name: string }>(
        "select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'",
      );
      for (const { name } of rows) await query(`drop schema ${quoteIdentifier(name)} cascade`);
      await query("create schema public");
      return { query, [Symbol.asyncDispose]: () => Promise.resolve() };
    },
    [Symbol.asyncDispose]: () => database.close(),
  };
}

/** Migrates a database, and returns a function that opens sessions on it. */
export async function migrated(
  url: string,
  list: readonly Migration[],
): Promise<() => Promise<MigrationSession>> {
  const open = () => openPostgresSession(url);
  await createMigrator({ open, migrations: list }).up();
  return open;
}

/** Asserts that exactly these differences of the database were found. */
export function assertFound(differences: readonly Difference[], expected: Seed["found"]): void {
  const shown = differences.map(({ object, property, expected, actual }) =>
    [object, property, expected, actual] as const
  );
  assert.equal(shown.length, expected.length, JSON.stringify(shown, null, 2));
  expected.forEach((wanted, i) => {
    const found = shown[i];
    wanted.forEach((part, j) => {
      const text = found?.[j] ?? null;
      if (part instanceof RegExp) assert.match(String(text), part);
      else assert.equal(text, part, JSON.stringify(shown, null, 2));
    });
  });
  assert.ok(differences.every((difference) => difference.layer === "database"));
}
