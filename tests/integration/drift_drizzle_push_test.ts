import assert from "node:assert/strict";
import { serverTest } from "../support/mod.ts";
import { weatherMigrations } from "./drift_fixture.ts";
import { migrated, own } from "./drift_support.ts";

// The preset: `schemaFilter` keeps drizzle-kit out of the schemas of TimescaleDB and the ledger.
// With `strict` and `verbose` it shows its statements and asks; without an answer, it stops.
const preset = { dialect: "postgresql", schemaFilter: ["public"], strict: true, verbose: true };

const services = [
  {
    name: "another service with aggregates",
    migrations: weatherMigrations,
    schema: new URL("./drift_drizzle_schema.ts", import.meta.url),
  },
  {
    name: "this package",
    migrations: own.migrations,
    schema: new URL("./drift_package_schema.ts", import.meta.url),
  },
];

for (const { name, migrations, schema } of services) {
  for (const kind of ["timescaledb", "community"] as const) {
    serverTest(
      kind,
      `drizzle-kit push finds nothing to change after migrate, ${kind}, ${name}`,
      async (_t, db) => {
        await migrated(db.url, migrations);
        assert.match(await push(db.url, schema), /No changes detected/);
      },
    );
  }
}

serverTest("timescaledb", "drizzle-kit push would show a difference", async (_t, db) => {
  await migrated(db.url, weatherMigrations);
  await db.client.query("alter table sites drop column height cascade");
  const schema = new URL("./drift_drizzle_schema.ts", import.meta.url);
  assert.match(await push(db.url, schema), /ADD COLUMN "height"/);
});

async function push(url: string, schema: URL): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "strata_push_" });
  try {
    const settings = { ...preset, schema: schema.pathname, dbCredentials: { url } };
    await Deno.writeTextFile(`${folder}/drizzle.config.json`, JSON.stringify(settings));
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--config", config, "npm:drizzle-kit@0.31.11", "push"],
      cwd: folder,
      stdin: "null",
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return decoder.decode(stdout) + decoder.decode(stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
