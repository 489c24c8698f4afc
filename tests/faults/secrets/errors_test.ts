import assert from "node:assert/strict";
import { openBucket } from "../../../src/base/object_store/mod.ts";
import {
  loadSettings,
  percentEncode,
  Secret,
  type Settings,
} from "../../../src/base/settings/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { openPostgresSession } from "../../../src/migrate/mod.ts";
import { closeRedis, getRedis, withDedicatedRedis } from "../../../src/redis/mod.ts";
import { createAsker } from "../../../src/sources/ask/asker.ts";
import { fred } from "../../../src/sources/mod.ts";
import { serverTest, testServer } from "../../support/mod.ts";
import { fewAtOnce } from "../few_at_once.ts";
import { recordFigures } from "../figures.ts";
import { canaries, canaryEnvironment, findCanary, printedError } from "./canaries.ts";
import { unreachable } from "./connecting_paths.ts";
import { closedOrigin, startEcho } from "./echo_server.ts";

/** The ways in which this package meets a database. */
const reaches: Readonly<Record<string, (settings: Settings) => Promise<unknown>>> = {
  async pool(settings) {
    await using database = createDatabase({
      settings,
      limits: { connectTimeoutMs: 2_000, acquireTimeoutMs: 3_000 },
    });
    return await database.pool.query("select 1");
  },
  async session({ database }) {
    await using session = await openPostgresSession(database.migrationUrl.reveal());
    return session;
  },
};

/** Asserts that an error tells where it happened, and no secret in any of its forms. */
async function assertTelling(work: Promise<unknown>, says: RegExp, what: string): Promise<void> {
  await assert.rejects(work, (error) => {
    const printed = printedError(error);
    assert.equal(findCanary(printed), undefined, what);
    assert.match(printed, says, `${what}: ${printed}`);
    return true;
  });
}

serverTest("timescaledb", "no error of the library holds a secret", async (_t, db) => {
  await using echo = startEcho();
  const redis = testServer("redis");
  const redisUrl = new URL("url" in redis ? redis.url : "redis://127.0.0.1:1");
  const closed = closedOrigin();
  const servers = {
    postgres: new URL(db.url).host,
    redis: { host: redisUrl.hostname, port: redisUrl.port },
    echo,
    closed,
    password: percentEncode(canaries[0]?.secret ?? ""),
    database: db.url,
  };
  const settingsWith = (env: Readonly<Record<string, string>>) =>
    loadSettings({ env: { ...canaryEnvironment, ...env }, envFile: false });
  const tries = unreachable(servers).flatMap((way) =>
    Object.entries(reaches).map(([reach, connect]) => ({ ...way, reach, connect }))
  );
  // Each tries again after pauses.
  await fewAtOnce(tries, async ({ name, env, says, reach, connect }) => {
    const work = (async () => await connect(settingsWith(env)))();
    await assertTelling(work, says, `${name} by ${reach}`);
  }, { limit: tries.length });
  let faults = tries.length;

  const nobody = { REDIS_HOST: "127.0.0.1", REDIS_PORT: "1" };
  const refusing = { REDIS_HOST: redisUrl.hostname, REDIS_PORT: redisUrl.port };
  for (const env of "url" in redis ? [nobody, refusing] : [nobody]) {
    const settings = settingsWith(env);
    const says = new RegExp(`${env.REDIS_HOST}:${env.REDIS_PORT}\\b`);
    await assertTelling(getRedis(settings), says, "the shared client");
    const lease = withDedicatedRedis((client) => client.ping(), { settings });
    await assertTelling(lease, says, "a leased client");
    faults += 2;
  }
  await closeRedis();

  // Of the two keys of S3, MINIO_ACCESS_KEY is a name: it stands in the clear in each request.
  for (const { port } of [echo, new URL(closed)]) {
    const { minio } = settingsWith({
      MINIO_HOST: "127.0.0.1",
      MINIO_PORT: port,
      MINIO_ACCESS_KEY: "desk",
    });
    const bucket = openBucket(minio, { what: "backups", bucket: "b", attempts: 1 });
    const work = (async () => {
      const response = await bucket.ask("x.csv");
      const text = await response.text();
      assert.match(text, /desk/, "the server is told the name");
      throw bucket.refused("read", response.status);
    })();
    await assertTelling(work, new RegExp(`127\\.0\\.0\\.1:${port}/b`), `S3 at ${port}`);
    faults++;
  }

  const key = new Secret(canaryEnvironment["FRED_API_KEY"] ?? "");
  const asker = createAsker({
    source: fred({ key }),
    series: "GDPC1",
    limiter: { reserve: () => Promise.resolve({ waitMs: 0, left: 0 }), pause: async () => {} },
    signal: new AbortController().signal,
    firstDelayMs: 1,
  });
  for (const url of [`${echo.url}/400`, `${echo.url}/302`, `${echo.url}/200`, closed]) {
    const asked = asker.json(new URL(`${url}/series?series_id=GDPC1`), {
      secrets: { api_key: key },
    });
    await assertTelling(asked, /GDPC1|127\.0\.0\.1/, url);
    faults++;
  }
  await recordFigures("secret-errors", { faults });
});
