import assert from "node:assert/strict";

const fixture = new URL("./fixture_servers.ts", import.meta.url).pathname;

async function run(env: Record<string, string>): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", "--allow-env", "--allow-net", "--allow-sys", fixture],
    env: {
      NO_COLOR: "1",
      CI: "",
      STRATA_TEST_REQUIRED: "",
      STRATA_TEST_DATABASE_URL: "",
      STRATA_TEST_COMMUNITY_URL: "",
      STRATA_TEST_REDIS_URL: "",
      ...env,
    },
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("serverTest skips what has no server and says which variable it lacks", async () => {
  const text = await run({});
  assert.match(text, /^a \(needs STRATA_TEST_DATABASE_URL\) \.\.\. ignored/m);
  assert.match(text, /^b \(needs STRATA_TEST_COMMUNITY_URL\) \.\.\. ignored/m);
  assert.match(text, /^c \(needs STRATA_TEST_REDIS_URL\) \.\.\. ignored/m);
  assert.match(text, /^ok \| 0 passed \| 0 failed \| 3 ignored/m);
});

Deno.test("serverTest fails in CI without PostgreSQL and Redis", async () => {
  const text = await run({ CI: "true" });
  assert.match(text, /^a \(needs STRATA_TEST_DATABASE_URL\) \.\.\. FAILED/m);
  assert.match(text, /Cannot run the test: no redis server is given, and here it must be/);
  assert.match(text, /^FAILED \| 0 passed \| 2 failed \| 1 ignored/m);
});

Deno.test("serverTest fails without a server that STRATA_TEST_REQUIRED lists", async () => {
  const text = await run({ CI: "true", STRATA_TEST_REQUIRED: "community" });
  assert.match(text, /^FAILED \| 0 passed \| 1 failed \| 2 ignored/m);
});

Deno.test("serverTest declares a test for each Community server", async () => {
  const urls = "postgres://u@127.0.0.1:1/d,postgres://u@127.0.0.1:2/d";
  const text = await run({ STRATA_TEST_COMMUNITY_URL: urls });
  assert.match(text, /^b \(127\.0\.0\.1:1\) \.\.\. FAILED/m);
  assert.match(text, /^b \(127\.0\.0\.1:2\) \.\.\. FAILED/m);
});
