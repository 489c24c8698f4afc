import assert from "node:assert/strict";
import { surveySettings } from "../../../../src/base/settings/mod.ts";

async function withEnvFile(text: string, run: (path: string) => void): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    run(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("surveySettings says where each value comes from, to the line", async () => {
  const text = "# mine\nREDIS_PORT=6400\n\nPOSTGRES_PORT=5433\n";
  await withEnvFile(text, (envFile) => {
    const env = { POSTGRES_PORT: "5434", LOG_LEVEL: "" };
    const survey = surveySettings({ env, envFile, defaults: { MONGO_PORT: "27018" } });
    const sources = Object.fromEntries(
      survey.variables.map(({ name, source, text }) => [name, `${text} from ${source}`]),
    );
    assert.equal(sources["REDIS_PORT"], `6400 from ${envFile} line 2`);
    assert.equal(sources["POSTGRES_PORT"], "5434 from environment");
    assert.equal(sources["MONGO_PORT"], "27018 from running stack");
    assert.equal(sources["LOG_LEVEL"], "info from default");
    assert.equal(sources["DATABASE_URL"], "undefined from unset");
    assert.deepEqual(survey.problems, []);
    assert.equal(survey.settings.redis.port, 6400);
    assert.deepEqual([...survey.settings.explicit].sort(), ["POSTGRES_PORT", "REDIS_PORT"]);
  });
});

Deno.test("surveySettings goes on with the built-in value where one cannot be used", async () => {
  await withEnvFile("REDIS_PORT=none\nthis line is canary-line\n", (envFile) => {
    const survey = surveySettings({ env: { DATABASE_URL: "canary-url" }, envFile });
    assert.equal(survey.settings.redis.port, 6379);
    assert.equal(survey.settings.postgres.port, 5432);
    assert.equal(survey.problems.length, 3);
    assert.ok(!survey.settings.explicit.has("REDIS_PORT"));
    assert.doesNotMatch(JSON.stringify(survey.variables) + survey.problems.join(), /canary/);
  });
});

Deno.test("surveySettings shows of a secret no more than the host of a URL", () => {
  const env = {
    DATABASE_URL: "postgres://app:canary-1@db.example:6000/facts?password=canary-2",
    DATABASE_REPLICA_URLS: "postgres://a:canary-3@one/x,postgres://a:canary-4@two/x",
    POSTGRES_PASSWORD: "canary-5",
    FRED_API_KEY: "canary06canary06canary06canary06",
    API_TOKENS: "desk:canary-token-that-is-long-enough-to-be-accepted",
    FRED_API_URL: "https://me:canary-7@mirror.example/fred",
  };
  const { variables } = surveySettings({ env, envFile: false });
  assert.doesNotMatch(JSON.stringify(variables.map(({ text }) => text)), /canary/);
  const shown = Object.fromEntries(variables.map(({ name, text }) => [name, text]));
  assert.match(shown["DATABASE_URL"] ?? "", /app:\*\*\*@db\.example:6000/);
  assert.equal(shown["POSTGRES_PASSWORD"], "***");
  assert.match(shown["DATABASE_REPLICA_URLS"] ?? "", /@one\/x,.*@two\/x/);
});
