import assert from "node:assert/strict";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { serveDashboardOn } from "./dashboard_support.ts";
import { seed, until } from "./serve_support.ts";

Deno.test("the dashboard of an embedded database says what it lacks, and shows its data", async () => {
  await using database = await createTestDatabase();
  await seed(database.pool);
  await using served = serveDashboardOn(database, "", {
    readMigrations: () => Promise.reject(new TypeError("Cannot read the ledger in this test")),
  });
  await until("all is read", async () => !/Being read/.test((await served.page("/")).words));
  const { words } = await served.page("/");
  assert.match(
    words,
    /no TimescaleDB.*This server has no TimescaleDB, so there are no hypertables/,
  );
  for (
    const [path, holds] of [
      ["/series", /ALFRED GDPC1/],
      ["/series/1", /First release against today.*23,386\.248/],
      ["/curves", /The curve of 2024-09-25/],
      ["/candles", /13 candles from/],
    ] as const
  ) {
    const page = await served.page(path);
    assert.equal(page.status, 200, path);
    assert.match(page.words, holds, path);
  }
});
