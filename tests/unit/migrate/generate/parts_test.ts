import assert from "node:assert/strict";
import { addToManifest, variableName } from "../../../../src/migrate/generate/manifest.ts";
import { nextMigrationId } from "../../../../src/migrate/generate/migration_id.ts";
import { lowerSql } from "../../../../src/migrate/generate/lower_sql.ts";
import { defineMigration } from "../../../../src/migrate/mod.ts";

const names: readonly [string, string][] = [
  ["add volume", "0003_add_volume"],
  ["Add-Volume!", "0003_add_volume"],
  ["addVolumeTo2Tables", "0003_add_volume_to2_tables"],
];
for (const [name, id] of names) {
  Deno.test(`nextMigrationId makes ${id} from "${name}"`, () => {
    const migrations = ["0001_a", "0002_b"].map((id) => defineMigration(id, { up: () => {} }));
    assert.equal(nextMigrationId(name, migrations), id);
  });
}

Deno.test("nextMigrationId refuses a name without words", () => {
  assert.throws(() => nextMigrationId("…", []), /Cannot name a migration "…"/);
});

const texts: readonly [string, string][] = [
  ["CHECK ((volume >= (0)::double precision))", "check ((volume >= (0)::double precision))"],
  [`CHECK ((kind = 'Public.A'::text))`, `check ((kind = 'Public.A'::text))`],
  [
    'CREATE INDEX "Ix" ON public."Odd" USING btree ("A""B" DESC)',
    'create index "Ix" on "Odd" using btree ("A""B" desc)',
  ],
  ["FOREIGN KEY (a) REFERENCES public.b(id)", "foreign key (a) references b(id)"],
];
for (const [text, lower] of texts) {
  Deno.test(`lowerSql writes ${lower}`, () => assert.equal(lowerSql(text), lower));
}

const manifest = `/**
 * The migrations.
 *
 * @module
 */
import type { Migration } from "../src/migrate/mod.ts";
import createTables from "./0001_create_tables.ts";

/** In order. */
export const migrations: readonly Migration[] = [
  createTables,
];
`;

Deno.test("addToManifest adds the import and the entry", () => {
  const added = addToManifest(manifest, "0002_add_volume");
  assert.equal(
    added,
    manifest
      .replace(
        'from "./0001_create_tables.ts";\n',
        'from "./0001_create_tables.ts";\nimport addVolume from "./0002_add_volume.ts";\n',
      )
      .replace("  createTables,\n", "  createTables,\n  addVolume,\n"),
  );
  assert.match(addToManifest(added, "0003_x"), / {2}addVolume,\n {2}x,\n\]/);
});

Deno.test("addToManifest begins a list, and keeps a short one on one line", () => {
  const empty =
    'import type { Migration } from "@strata/foundation/migrate";\n\nexport const migrations: Migration[] = [];\n';
  assert.equal(
    addToManifest(empty, "0001_begin"),
    'import type { Migration } from "@strata/foundation/migrate";\nimport begin from "./0001_begin.ts";\n\n' +
      "export const migrations: Migration[] = [begin];\n",
  );
});

Deno.test("addToManifest refuses a text without a list", () => {
  assert.throws(() => addToManifest("export {};\n", "0001_a"), /has no "migrations = \[…\]"/);
});

const variables: readonly [string, string][] = [
  ["0005_add_volume", "addVolume"],
  ["0005_2nd_try", "migration0005"],
  ["0005_delete", "migration0005"],
];
for (const [id, name] of variables) {
  Deno.test(`variableName calls ${id} ${name}`, () => assert.equal(variableName(id), name));
}
