import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
// @ts-types="@types/pg"
import type pg from "pg";
import { migrations } from "../../../migrations/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { appendVintages } from "../../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { asOf } from "../../../src/point_in_time/mod.ts";
import { schema } from "../../../src/schema/mod.ts";
import { detectServer, isAtLeast } from "../../../src/timescale/mod.ts";
import { adviceOnDatabase, objectsOf } from "../../integration/advice_support.ts";
import { communityTest, compress, seeded } from "../../integration/ingest_support.ts";
import type { MigratedTest } from "../../integration/schema_support.ts";
import {
  openClient,
  serverPrograms,
  startOwnServer,
  throwawayDatabase,
} from "../../support/mod.ts";

const MONTHS = ["2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01", "2023-05-01"];

/** How long the policy may take; it begins with its first poll. */
const LIMIT_MS = 90_000;

async function release(
  { db }: MigratedTest,
  row: { readonly day: string; readonly value: number; readonly at: string },
): Promise<void> {
  const { day, value, at } = row;
  await appendVintages(db, [{ seriesId: 1, observationDate: day, value }], { releaseTime: at });
}

/** Writes five months, compresses them, and revises the first. */
async function revise(t: MigratedTest): Promise<void> {
  for (const [i, day] of MONTHS.entries()) {
    await release(t, { day, value: i, at: `2023-07-0${i + 1}T12:00:00Z` });
  }
  await compress(t, "macro_series");
  await release(t, { day: "2023-01-01", value: 70, at: "2024-01-01T12:00:00Z" });
}

async function january({ db }: MigratedTest): Promise<number | null | undefined> {
  return (await asOf(db, { series: 1, at: "2025-01-01T00:00:00Z" }))[0]?.value;
}

async function compressAgain(session: pg.Client): Promise<void> {
  await session.query(
    "select compress_chunk(c, if_not_compressed => true) from show_chunks('macro_series') c",
  );
}

Deno.test({
  name: serverPrograms === null
    ? "a policy keeps revisions readable (needs an installed PostgreSQL with TimescaleDB)"
    : "a revision is read after the policy's own worker has met its chunk again",
  ignore: serverPrograms === null,
  // Its own server, so that no other database keeps the scheduler waiting.
  fn: async () => {
    await using server = await startOwnServer({
      settings: { "timescaledb.launcher_poll_time": "100", "timescaledb.telemetry_level": "off" },
    });
    await using own = await throwawayDatabase(server.url);
    await createMigrator({ open: () => openPostgresSession(own.url), migrations }).up();
    await using database = createDatabase({ url: own.url, schema });
    await seeded(async (t) => {
      await t.client.query("select remove_compression_policy('macro_series')");
      await revise(t);
      assert.equal(await january(t), 70);
      // A new policy runs at once.
      await t.client.query("select add_compression_policy('macro_series', interval '90 days')");
      const end = performance.now() + LIMIT_MS;
      // TimescaleDB 2.18.2's policy refuses the chunk then, and leaves it partly compressed.
      while (await policyRuns(t.client) === 0) {
        assert.ok(performance.now() < end, "the policy has not run");
        await sleep(200);
      }
      assert.equal(await january(t), 70);
      assert.deepEqual(objectsOf(await adviceOnDatabase(t.url), "rows-out-of-order"), []);
    })({ ...own, db: database.db });
  },
});

communityTest(
  "what was compressed twice before is named by verify, and mended by its remedy",
  async (t) => {
    const { timescaledb } = await detectServer(t.client);
    const hasBug = !isAtLeast(timescaledb ?? "0", "2.27.0");
    await revise(t);
    // As a session from before the setting of the database.
    await t.client.query("set timescaledb.enable_segmentwise_recompression = on");
    await compressAgain(t.client);
    assert.equal(await january(t), hasBug ? 0 : 70);
    const named = (await adviceOnDatabase(t.url)).filter(({ code }) =>
      code === "rows-out-of-order"
    );
    assert.deepEqual(named.map(({ object }) => object), hasBug ? ["macro_series"] : []);
    for (const { remedy } of named) {
      const session = await openClient(t.url);
      try {
        await session.query(remedy);
      } finally {
        await session.end();
      }
    }
    assert.equal(await january(t), 70);
    assert.deepEqual(objectsOf(await adviceOnDatabase(t.url), "rows-out-of-order"), []);
    // Migrating again finds nothing to do.
    const events: unknown[] = [];
    await createMigrator({
      open: () => openPostgresSession(t.url),
      migrations,
      onEvent: (event) => events.push(event),
    }).up();
    assert.deepEqual(events, []);
  },
);

/** How often the policy has run to its end. */
async function policyRuns(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ runs: number }>(
    `select coalesce(sum(s.total_successes + s.total_failures), 0)::int as runs
      from _timescaledb_internal.bgw_job_stat s
      join timescaledb_information.jobs j using (job_id)
      where hypertable_name = 'macro_series' and proc_name ~ 'compression|columnstore'`,
  );
  return rows[0]?.runs ?? 0;
}
