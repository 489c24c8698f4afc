import assert from "node:assert/strict";
import { createRedactor } from "../../../src/base/logging/mod.ts";
import { knownSecrets } from "../../../src/cli/_known_secrets.ts";

const DEFAULTS = ["strata", "strata-minio"];

const cases: readonly [name: string, env: Record<string, string>, secrets: string[]][] = [
  ["the defaults where nothing is set", {}, DEFAULTS],
  ["a password", { REDIS_PASSWORD: "hunter2" }, ["strata", "hunter2", "strata-minio"]],
  ["no empty one", { REDIS_PASSWORD: "" }, DEFAULTS],
  ["the password of a URL, decoded", { DATABASE_URL: "postgres://u:hunter%402@h/d" }, [
    "strata",
    "hunter@2",
    "strata-minio",
  ]],
  ["the password of a URL that is not well encoded", { DATABASE_URL: "postgres://u:hunter%@h/d" }, [
    "strata",
    "hunter%",
    "strata-minio",
  ]],
  ["none of a URL without one", { DATABASE_URL: "postgres://u@h/d" }, DEFAULTS],
  ["each of several URLs", {
    DATABASE_REPLICA_URLS: "postgres://u:hunter1@h/d, postgres://u:hunter2@h/d",
  }, ["strata", "hunter1", "hunter2", "strata-minio"]],
  ["each token of the read API", {
    API_TOKENS: "desk:0123456789abcdef, past:fedcba9876543210:asOf<=2024-01-01T00:00:00Z,loose",
  }, [...DEFAULTS, "0123456789abcdef", "fedcba9876543210", "loose"]],
];

for (const [name, env, secrets] of cases) {
  Deno.test(`knownSecrets collects ${name}`, () => {
    assert.deepEqual(knownSecrets(() => new Map(Object.entries(env))).secrets, secrets);
  });
}

const MESSAGE = 'role "strata" of database "strata": "strata"."market_data", PostgreSQL 17.12';

const readable: readonly [name: string, env: Record<string, string>, message?: string][] = [
  ["the defaults", {}],
  ["a URL of the defaults", { DATABASE_URL: "postgres://strata:strata@h/strata" }],
  ["a password equal to the user of the URL", {
    DATABASE_URL: "postgres://trader:trader@h/d",
  }, 'password authentication failed for user "trader"'],
  ["a password equal to the user", {
    POSTGRES_USER: "trader",
    POSTGRES_PASSWORD: "trader",
  }, 'role "trader" does not exist'],
  ["a password equal to a product", {
    DATABASE_URL: "postgres://postgres:PostgreSQL@h/d",
    REDIS_PASSWORD: "postgres",
  }],
  ["a password within the host", {
    DATABASE_URL: "postgres://u:trading@db.trading.example/d",
  }, "db.trading.example refused the connection"],
  ["a password that is part of a table's name", { POSTGRES_PASSWORD: "market" }],
  ["a short plain password", { REDIS_PASSWORD: "data" }, "no data in the database"],
];

for (const [name, env, message = MESSAGE] of readable) {
  Deno.test(`knownSecrets leaves a message readable with ${name}`, () => {
    const { secrets, shown } = knownSecrets(() => new Map(Object.entries(env)));
    const hide = createRedactor(secrets, { shown });
    assert.equal(hide(message), message);
    for (const secret of Object.values(env).filter((text) => !text.includes("://"))) {
      if (env["POSTGRES_USER"] === secret && env["POSTGRES_PASSWORD"] !== secret) continue;
      assert.equal(hide(`password: ${secret}`), "password: ***");
    }
  });
}
