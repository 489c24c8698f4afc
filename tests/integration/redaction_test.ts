import assert from "node:assert/strict";
import { percentEncode } from "../../src/base/settings/mod.ts";
import { serverTest } from "../support/mod.ts";

const root = new URL("../../", import.meta.url);

/** Runs a task in its own folder and returns its complete output. */
async function run(task: string, args: readonly string[], env: Record<string, string>) {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-prompt", "--no-check", "--quiet", "-A"],
        `--config=${new URL("deno.json", root).pathname}`,
        new URL(`tasks/${task}.ts`, root).pathname,
        ...args,
      ],
      cwd: folder,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, text: text(stdout) + text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Two words, to show whether half of the secret slipped through, with characters that URLs encode.
 */
const CANARY = "canary/p@ss%word finch";

function assertHidden(text: string): void {
  assert.doesNotMatch(text, /canary|finch/i);
}

const unreachable: readonly [name: string, env: Record<string, string>][] = [
  ["a URL that nobody answers", {
    DATABASE_URL: `postgres://u:${percentEncode(CANARY)}@127.0.0.1:1/d`,
  }],
  ["a URL with a password that is not encoded", { DATABASE_URL: `postgres://u:${CANARY}@h/d` }],
  ["a URL with a broken code", { DATABASE_URL: "postgres://u:canary%zzfinch@h/d" }],
  ["a URL of another scheme", { DATABASE_URL: `mysql://u:${percentEncode(CANARY)}@h/d` }],
  ["a URL for migrations that is none", { MIGRATION_DATABASE_URL: `u:${CANARY}@h/d` }],
  ["a password beside a port that is none", {
    POSTGRES_PASSWORD: CANARY,
    POSTGRES_PORT: "no port",
  }],
];

for (const [name, env] of unreachable) {
  for (const flags of [["-v"], ["-v", "--json"]]) {
    Deno.test(`migrate status ${flags.join(" ")} hides the password of ${name}`, async () => {
      const { code, text } = await run("migrate", ["status", ...flags], env);
      assert.notEqual(code, 0);
      assert.match(text, /Cannot /);
      assertHidden(text);
    });
  }
}

serverTest("timescaledb", "a password that the server refuses is hidden", async (_t, { url }) => {
  const wrong = new URL(url);
  wrong.password = percentEncode(CANARY);
  for (
    const [task, args] of [["migrate", ["status"]], ["verify", ["--service=timescaledb"]]] as const
  ) {
    for (const flags of [[], ["-v"], ["-v", "--json"]]) {
      const { code, text } = await run(task, [...args, ...flags], {
        DATABASE_URL: wrong.href,
        LOG_LEVEL: "debug",
      });
      assert.notEqual(code, 0);
      assert.match(text, /password|log-in/);
      assertHidden(text);
    }
  }
});

serverTest("redis", "a password that Redis refuses is hidden", async (_t, { url }) => {
  const { hostname, port } = new URL(url);
  const { code, text } = await run("verify", ["--service=redis", "-v"], {
    REDIS_HOST: hostname,
    REDIS_PORT: port,
    REDIS_PASSWORD: CANARY,
    LOG_LEVEL: "debug",
  });
  assert.equal(code, 1);
  assert.match(text, /refused the log-in/);
  assertHidden(text);
});

serverTest(
  "timescaledb",
  "output stays readable where the password is the user's name or a product's",
  async (_t, database) => {
    const own = new URL(database.url);
    const address = `${own.hostname}:${own.port}`;
    const missing = new URL(own);
    missing.pathname = "/strata_not_there";
    const plain = own.password;
    const plan = await run("migrate", ["plan", "--sql"], { DATABASE_URL: own.href });
    assert.equal(plan.code, 0);
    assert.match(plan.text, /create table market_data/);

    const status = await run("migrate", ["status", "--json"], {
      DATABASE_URL: own.href,
      REDIS_PASSWORD: "PostgreSQL",
    });
    assert.match(JSON.parse(status.text).server.postgres, /\b1\d\.\d/);

    const nowhere = await run("migrate", ["status"], { DATABASE_URL: missing.href });
    assert.match(nowhere.text, /database "strata_not_there"/);
    assert.ok(nowhere.text.includes(`user "${own.username}"`), nowhere.text);

    const refused = await run("migrate", ["status", "-v"], {
      DATABASE_URL: `postgres://postgres:postgres@${address}/d`,
    });
    assert.match(refused.text, /Cannot connect to PostgreSQL at .* user "postgres"/);
    for (const { text } of [plan, status, nowhere, refused]) {
      assert.ok(!text.includes("***"), text);
      assert.ok(!text.includes(`:${plain}@`) && !text.includes(":postgres@"), text);
    }
  },
);
