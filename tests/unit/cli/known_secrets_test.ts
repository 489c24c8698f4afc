import assert from "node:assert/strict";
import { knownSecrets } from "../../../src/cli/_known_secrets.ts";

const cases: readonly [name: string, env: Record<string, string>, secrets: string[]][] = [
  ["nothing where nothing is set", {}, []],
  ["a password", { REDIS_PASSWORD: "hunter2" }, ["hunter2"]],
  ["no default", { POSTGRES_PASSWORD: "strata", MINIO_SECRET_KEY: "strata-minio" }, []],
  ["no short plain word", { REDIS_PASSWORD: "pass" }, []],
  ["a short word with a sign", { REDIS_PASSWORD: "p@s" }, ["p@s"]],
  ["nothing that another variable says openly", {
    POSTGRES_USER: "trader",
    POSTGRES_PASSWORD: "trader",
  }, []],
  ["the password of a URL, decoded", { DATABASE_URL: "postgres://u:hunter%402@h/d" }, ["hunter@2"]],
  ["the password of a URL that is not well encoded", { DATABASE_URL: "postgres://u:hunter%@h/d" }, [
    "hunter%",
  ]],
  ["no URL without one", { DATABASE_URL: "postgres://u@h/d" }, []],
  ["each of several URLs", {
    DATABASE_REPLICA_URLS: "postgres://u:hunter1@h/d, postgres://u:hunter2@h/d",
  }, ["hunter1", "hunter2"]],
];

for (const [name, env, secrets] of cases) {
  Deno.test(`knownSecrets collects ${name}`, () => {
    assert.deepEqual(knownSecrets(() => new Map(Object.entries(env))), secrets);
  });
}
