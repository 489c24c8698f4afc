import assert from "node:assert/strict";
import { withoutAggregates } from "../../src/migrate/catalog/adjust_catalog.ts";
import type { CatalogModel } from "../../src/migrate/catalog/catalog_model.ts";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import { introspect } from "../../src/migrate/catalog/introspect.ts";
import {
  type GeneratedMigration,
  generateMigration,
} from "../../src/migrate/generate/generate_migration.ts";
import type { Migration } from "../../src/migrate/mod.ts";
import { renderMigration } from "../../src/migrate/plan/render.ts";
import type { Target } from "../../src/migrate/author/target.ts";
import type { SharedReference } from "./drift_support.ts";

const specifier = new URL("../../src/migrate/mod.ts", import.meta.url).href;
const plain: Target = { postgres: 18, timescaledb: null, edition: "none" };

/** A folder in which generated modules are written, imported and checked with Deno's tools. */
export interface Workshop extends AsyncDisposable {
  /** Generates migrations (usually one), writes them and imports them. */
  generate(
    name: string,
    from: { readonly migrations: readonly Migration[]; readonly definitions: Definitions },
  ): Promise<
    GeneratedMigration & {
      readonly migration: Migration;
      readonly migrations: readonly Migration[];
    }
  >;
  /** Returns the complaints of `deno` about all modules, or "" if there are none. */
  inspect(...args: string[]): Promise<string>;
}

export async function workshop(reference: Pick<SharedReference, "open">): Promise<Workshop> {
  const folder = await Deno.makeTempDir({ prefix: "strata_generate_" });
  let count = 0;
  return {
    generate: async (name, from) => {
      const made = await generateMigration({
        name,
        ...from,
        specifier,
        openReference: reference.open,
      });
      const migrations: Migration[] = [];
      for (const { id, source } of made.modules) {
        const path = `${folder}/${++count}_${id}.ts`;
        await Deno.writeTextFile(path, source);
        const module: { readonly default: Migration } = await import(`file://${path}`);
        migrations.push(module.default);
      }
      const [migration] = migrations;
      assert.ok(migration !== undefined);
      return { ...made, migration, migrations };
    },
    inspect: async (...args) => {
      const config = new URL("../../deno.json", import.meta.url).pathname;
      const { success, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
        args: [...args, "--config", config, folder],
        env: { NO_COLOR: "1" },
      }).output();
      const decoder = new TextDecoder();
      return success ? "" : decoder.decode(stderr) + decoder.decode(stdout);
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Returns the text of the `up` and the `down` of generated modules. */
export function waysOf({ modules }: GeneratedMigration): readonly [string, string] {
  const ways = modules.map(({ source }) => source.split("\n  down("));
  return [
    ways.map(([up]) => up).join("\n"),
    ways.toReversed().map(([, down]) => down).join("\n"),
  ];
}

/** Returns the plain catalog after applying migrations and reverting some of them. */
export async function catalogAfter(
  reference: SharedReference,
  up: readonly Migration[],
  down: readonly Migration[] = [],
): Promise<CatalogModel> {
  await using database = await reference.open();
  const steps = [
    ...up.flatMap((migration) => renderMigration(migration, "up", plain)),
    ...down.flatMap((migration) => renderMigration(migration, "down", plain)),
  ];
  for (const statement of steps.flatMap((step) => step.statements)) {
    await database.query(statement);
  }
  const catalog = await introspect(database, { schemas: ["public", "crypto"] });
  const { tables, ...others } = withoutAggregates(catalog, catalog.views);
  // A column that was dropped and restored comes last; its position is not a difference.
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
    a.name.localeCompare(b.name);
  return {
    ...others,
    tables: tables.map((table) => ({ ...table, columns: table.columns.toSorted(byName) })),
  };
}
