import assert from "node:assert/strict";
import { join } from "node:path";
import { percentEncode } from "../../../src/base/settings/mod.ts";
import { migrations } from "../../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { runTask, serverTest, testServer } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { fewAtOnce } from "../few_at_once.ts";
import { recordFigures } from "../figures.ts";
import { canaries, canaryEnvironment, findCanary } from "./canaries.ts";
import { closedOrigin, startEcho } from "./echo_server.ts";
import { failingPaths } from "./failing_paths.ts";
import { readFolder, watchProcesses } from "./left_behind.ts";

serverTest("timescaledb", "no failing path of a task shows a secret", async (_t, db) => {
  const redis = testServer("redis");
  const redisUrl = new URL("url" in redis ? redis.url : "redis://127.0.0.1:1");
  await createMigrator({ open: () => openPostgresSession(db.url), migrations }).up();
  await using echo = startEcho();
  const paths = failingPaths({
    postgres: new URL(db.url).host,
    redis: { host: redisUrl.hostname, port: redisUrl.port },
    echo,
    closed: closedOrigin(),
    password: percentEncode(canaries[0]?.secret ?? ""),
    database: db.url,
  }).filter(({ name }) => "url" in redis || !name.startsWith("Redis"));
  const flags = effort({ short: [["-v"]], long: [["-v"], ["--json", "-v"]] });
  const runs = paths.filter(({ isShort }) => effort({ short: isShort === true, long: true }))
    .flatMap((path) => flags.map((more) => ({ ...path, more })));
  const processes = watchProcesses();
  try {
    await fewAtOnce(runs, async ({ name, command: [task, ...args], env = {}, more, ...path }) => {
      const cwd = await Deno.makeTempDir({ prefix: "strata secrets " });
      try {
        await Deno.writeTextFile(
          join(cwd, "x.csv"),
          "ticker,name,assetClass,country,currency\nA,A,equity,US,USD\n",
          { mode: 0o600 },
        );
        const run = await runTask(task, [...args, ...more], {
          url: "",
          cwd,
          env: { ...canaryEnvironment, LOG_LEVEL: "debug", ...env },
        });
        const output = run.stdout + run.stderr;
        const what = `${name} ${more.join(" ")}`;
        assert.equal(findCanary(output), undefined, what);
        assert.ok([path.code].flat().includes(run.code), `${what}: ${run.code}\n${output}`);
        assert.match(output, path.says, what);
        for (const { path, text, isOpen } of await readFolder(cwd)) {
          assert.equal(findCanary(text), undefined, `${what}: ${path}`);
          assert.ok(!isOpen, `${what}: others may read ${path}`);
        }
      } finally {
        await Deno.remove(cwd, { recursive: true });
      }
    });
  } finally {
    const seen = await processes.end();
    assert.deepEqual(seen.filter((line) => findCanary(line) !== undefined), []);
  }
  assert.ok(echo.count > 0);
  await recordFigures("secret-output", { faults: runs.length });
});
