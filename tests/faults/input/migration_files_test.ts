import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MigrationError } from "../../../src/base/errors.ts";
import { loadMigrations } from "../../../src/migrate/command/project.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { serverTest } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { applied, listOf, migrationCases, sameFolders } from "./migration_cases.ts";

type Files = Readonly<Record<string, string>>;

const engine = new URL("../../../src/migrate/mod.ts", import.meta.url).href;

/** Runs a function with a folder of migrations, as a service has it. */
async function withFolder<T>(files: Files, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "strata migrações " });
  try {
    const names = Object.keys(files).filter((name) => /^\d/.test(name));
    for (const [name, text] of Object.entries({ "mod.ts": listOf(names), ...files })) {
      const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
      const head = name === "mod.ts" ? "" : `import { defineMigration } from "${engine}";\n`;
      await Deno.writeTextFile(join(folder, name), `${mark}${head}${text.slice(mark.length)}`);
    }
    return await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Applies what a folder holds. */
function up(url: string, files: Files): Promise<{ readonly actions: readonly unknown[] }> {
  return withFolder(files, async (path) => {
    const folder = pathToFileURL(`${path}/`);
    const load = async () => (await import(`${folder}mod.ts`)).migrations;
    const migrations = await loadMigrations({ load, folder, url: () => url });
    return await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  });
}

serverTest(
  "timescaledb",
  "a folder of migrations that is wrong changes nothing",
  async (_t, db) => {
    await up(db.url, applied);
    const look = async () =>
      (await db.client.query(
        `select (select json_agg(m.id || m.state order by m.id) from strata_migrations.migrations m)
        as ledger, (select json_agg(oid::regclass::text order by oid) from pg_class
          where relnamespace = 'public'::regnamespace) as relations`,
      )).rows[0];
    const before = await look();
    for (const [name, files] of Object.entries(sameFolders)) {
      assert.deepEqual((await up(db.url, files)).actions, [], name);
    }
    for (const { name, files, message, begun } of migrationCases) {
      await assert.rejects(up(db.url, files), (error) => {
        assert.ok(error instanceof MigrationError, `${name}: ${Deno.inspect(error)}`);
        assert.match(error.message, message, name);
        return true;
      });
      const after = await look();
      if (begun) assert.match(String(after.ledger), /0003_c/);
      else assert.deepEqual(after, before, name);
    }
    await recordFigures("bad-migrations", { inputs: migrationCases.length });
  },
);

const ends: Readonly<Record<string, readonly [module: string, message: RegExp]>> = {
  "ends the process at import": [
    "export default 1; Deno.exit(0);",
    /the process ended before it was done/,
  ],
  "ends the process in up": [
    'export default defineMigration("0001_a", { up() { Deno.exit(0); } });',
    /the process ended before it was done/,
  ],
  "never ends its import": [
    "export default 1; await new Promise(() => {});",
    /Cannot load the migrations: a module did not finish loading in 30 s/,
  ],
  "throws nothing": ["export default 1; throw undefined;", /Cannot load the migrations: undefined/],
};

serverTest(
  "timescaledb",
  "a task is no success if a migration ends its process",
  async (_t, db) => {
    const all = Object.entries(ends);
    // The limit for an import is 30 s.
    const tried = effort({ short: all.filter(([name]) => !name.startsWith("never")), long: all });
    for (const [name, [module, message]] of tried) {
      const task = `import { runMigrateTask } from "${engine}";
      await runMigrateTask({
        load: async () => (await import("./mod.ts")).migrations,
        url: () => Deno.env.get("DATABASE_URL") ?? "",
      });`;
      await withFolder({ "0001_a.ts": module }, async (cwd) => {
        await Deno.writeTextFile(join(cwd, "task.ts"), task);
        const config = new URL("../../../deno.json", import.meta.url).pathname;
        const { code, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "--no-prompt", "--no-check", "-A", `--config=${config}`, "task.ts", "up"],
          cwd,
          env: { DATABASE_URL: db.url, NO_COLOR: "1" },
          stdin: "null",
        }).output();
        assert.equal(code, 1, name);
        const text = new TextDecoder().decode(stderr);
        assert.match(text, message, `${name}: ${text}`);
      });
    }
    await recordFigures("bad-migrations", { inputs: tried.length });
  },
);
