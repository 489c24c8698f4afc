import assert from "node:assert/strict";
import { join } from "node:path";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { serveDatabase } from "../../src/stack/embedded/server.ts";
import { seed, serveOnLoopback } from "./serve_support.ts";

Deno.test("the embedded backend serves too, for several callers at once", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using embedded = await serveDatabase({ folder: join(folder, "db"), port: 0 });
    const url = `postgres://strata:strata@127.0.0.1:${embedded.port}/strata`;
    await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
    await using database = createDatabase({ url });
    await seed(database.pool);
    await using served = serveOnLoopback(database, { limits: { concurrency: 1 } });
    const gdp = "/v1/series/ALFRED/GDPC1?asOf=2024-10-01T00:00:00Z";
    const answers = await Promise.all(Array.from({ length: 8 }, async (_, turn) => {
      const response = await served.ask(turn % 2 === 0 ? gdp : `${gdp}&strict=true&knownTo=bad`);
      return [response.status, (await response.json()).rows?.length];
    }));
    for (const [turn, answer] of answers.entries()) {
      assert.deepEqual(answer, turn % 2 === 0 ? [200, 2] : [400, undefined]);
    }
    for (const [path, status] of [[gdp.replace("GDPC1", "NOPE"), 404], [gdp, 200]] as const) {
      const response = await served.ask(path);
      await response.body?.cancel();
      assert.equal(response.status, status);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
