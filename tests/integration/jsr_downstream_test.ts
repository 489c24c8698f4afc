import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { serverTest, testServer } from "../support/mod.ts";
import { JsrRegistry } from "../support/jsr_registry.ts";
import { cleanDeno, downstream, root } from "./jsr_support.ts";

const name = "a service imports the package from a JSR registry, migrates, writes, reads and ends";
const redis = testServer("redis");

/** The variables with all addresses for the service. */
function environment(databaseUrl: string, redisUrl: string): Record<string, string> {
  const { hostname, port, username, password } = new URL(redisUrl);
  return {
    DATABASE_URL: databaseUrl,
    REDIS_HOST: hostname,
    REDIS_PORT: port || "6379",
    REDIS_PASSWORD: decodeURIComponent(password),
    ...(username === "" ? {} : { REDIS_USERNAME: decodeURIComponent(username) }),
    ALERT_LIMIT: "23000.5",
    ALERT_KEY: `strata_test:${crypto.randomUUID()}`,
  };
}

function hosts(...urls: readonly string[]): string {
  return urls.map((url) => new URL(url)).map(({ hostname, port, protocol }) =>
    `${hostname}:${port || (protocol === "redis:" ? "6379" : "5432")}`
  ).join(",");
}

const answer = {
  applied: [...migrations.map(({ id }) => id), "0001_create_alert_events"],
  known: [null, 22768.866, 23053.545],
  alert: { rule: "gdp", raisedAt: "2024-10-01T00:00:00.000Z", value: 23053.545, note: null },
};

async function isHypertable(client: { query(text: string): Promise<{ rows: unknown[] }> }) {
  const found = await client.query(
    `select to_regclass('_timescaledb_catalog.hypertable') is not null as possible`,
  );
  if (JSON.stringify(found.rows) !== '[{"possible":true}]') return true;
  const { rows } = await client.query(
    "select 1 from timescaledb_information.hypertables where hypertable_name = 'alert_events'",
  );
  return rows.length === 1;
}

// Both servers are needed: without Redis, the test says so.
if ("missing" in redis) serverTest("redis", name, () => Promise.resolve());
else {
  serverTest("timescaledb", name, async (t, { url, client }) => {
    await using registry = new JsrRegistry();
    await registry.publish(root);
    await using deno = await cleanDeno({ registry, cwd: downstream });

    await t.step("it does its work and ends by itself", async () => {
      const net = `--allow-net=${hosts(url, redis.url)}`;
      const { code, stdout, stderr } = await deno.run(
        ["run", "--no-prompt", "--quiet", "--allow-env", net, "main.ts"],
        environment(url, redis.url),
      );
      assert.equal(stderr, "");
      assert.deepEqual(JSON.parse(stdout), { ...answer, kept: answer.alert });
      assert.equal(code, 0);
      assert.ok(await isHypertable(client));
    });

    await t.step("its types are exact", async () => {
      const { code, stderr } = await deno.run(["check", "--quiet", "."]);
      assert.equal(stderr, "");
      assert.equal(code, 0);
    });

    await t.step("its unit tests run without a server", async () => {
      const { code, stdout } = await deno.run(["test", "--no-prompt", "--quiet", "--allow-read"]);
      assert.match(stdout, /3 passed/);
      assert.equal(code, 0, stdout);
    });
  });
}
