import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { migrations } from "../../migrations/mod.ts";
import { endOfDay } from "../../src/base/time/zoned_instant.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { recordFigures } from "../faults/figures.ts";
import { dailyHistory, fredKey, fredStandIn, knownOn } from "../support/fred/mod.ts";
import { serverTest } from "../support/mod.ts";
import { fetchTask, startFetch } from "./sources_task_support.ts";

serverTest(
  "timescaledb",
  "a fetch that is killed goes on after its last page, to the same answers",
  async (_t, { url, client }) => {
    await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
    const history = dailyHistory({ vintages: 7_000, snapshot: 200 });
    await using server = fredStandIn([history], { rates: [] });
    const options = { url, env: { FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey } };
    const cursor = async () =>
      (await client.query("select cursor from strata_ingest.followed_series")).rows[0]?.cursor;
    // The kill comes with the second window under way: the first is stored, the others are not.
    const seen = { windows: 0 };
    const held = Promise.withResolvers<void>();
    server.failWhen(({ endpoint }) => {
      if (!endpoint.endsWith("observations") || ++seen.windows < 2) return null;
      held.resolve();
      return { kind: "slow", delayMs: 60_000 };
    });
    const child = await startFetch(["fred", "DAILY"], options);
    await held.promise;
    while (await cursor() === null) await sleep(50);
    child.kill("SIGKILL");
    await child.output();
    server.failWhen(null);
    const first = await cursor();
    assert.equal(first, history.vintages[1_999]?.vintageDate);

    const rest = await fetchTask(["fred", "DAILY"], options);
    assert.equal(rest.code, 0, rest.stderr);
    const last = history.vintages.at(-1)?.vintageDate ?? "";
    assert.match(await cursor(), new RegExp(`^${last} `));
    await using database = createDatabase({ url });
    for (
      const { vintageDate } of history.vintages.filter((_, index) =>
        index % 400 === 0 || index === 1_999
      )
    ) {
      const rows = await asOf(database, {
        series: { source: "ALFRED", code: "DAILY" },
        at: endOfDay(vintageDate, "America/Chicago"),
      });
      assert.deepEqual(
        new Map(rows.map(({ observationDate, value }) => [observationDate, value])),
        knownOn(history, vintageDate),
      );
    }
    const { rows: [stored] } = await client.query("select count(*)::int as n from macro_series");
    await recordFigures("kill-fetch", { faults: 1, writes: stored.n, lost: 0 });
  },
);
