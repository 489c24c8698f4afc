import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, pgliteSession } from "../../src/migrate/mod.ts";
import { gdpAsKnownOn, loadSample } from "../../src/sample/mod.ts";
import { schema } from "../../src/schema/mod.ts";

const folder = fileURLToPath(new URL("../data/", import.meta.url));

Deno.test("loadSample fills a PGlite, which gives the same answer", async () => {
  await using client = await PGlite.create();
  await createMigrator({ open: () => Promise.resolve(pgliteSession(client)), migrations }).up();
  const db = drizzle(client, { schema });
  assert.equal((await loadSample(db, { folder })).loaded, true);
  assert.equal((await loadSample(db, { folder })).loaded, false);
  const answers = await gdpAsKnownOn(db);
  assert.deepEqual(answers.map((answer) => answer.value), [22768.866, 23053.545, 23082.119]);
});
