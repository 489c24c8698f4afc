import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { MigrationError } from "../../../../src/base/errors.ts";
import { loadMigrations } from "../../../../src/migrate/command/project.ts";
import { defineMigration } from "../../../../src/migrate/mod.ts";

const listed = defineMigration("0001_a", { up: (m) => m.sql("select 1") });

async function inFolder(
  names: readonly string[],
  run: (folder: URL) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "strata migrations é " });
  try {
    for (const name of names) await Deno.writeTextFile(`${folder}/${name}`, "");
    await run(pathToFileURL(`${folder}/`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadMigrations returns the list if the folder has no other module", async () => {
  await inFolder(["0001_a.ts", "mod.ts", "README.md"], async (folder) => {
    const project = { load: () => Promise.resolve([listed]), folder, url: () => "" };
    assert.deepEqual(await loadMigrations(project), [listed]);
  });
});

Deno.test("loadMigrations names modules missing from the list", async () => {
  await inFolder(["0001_a.ts", "0002_b.ts", "0003.ts"], async (folder) => {
    const project = { load: () => Promise.resolve([listed]), folder, url: () => "" };
    await assert.rejects(
      loadMigrations(project),
      /"0002_b", "0003" are modules that mod\.ts does not list/,
    );
  });
});

Deno.test("loadMigrations gives up on a module that never loads", async () => {
  const never = new Promise<never>(() => {});
  const project = { load: () => never, url: () => "" };
  await assert.rejects(
    loadMigrations(project, { timeoutMs: 20 }),
    (error: unknown) =>
      error instanceof MigrationError && /did not finish loading/.test(error.message),
  );
});
