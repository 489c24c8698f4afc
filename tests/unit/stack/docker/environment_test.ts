import assert from "node:assert/strict";
import { ConfigError } from "../../../../src/base/errors.ts";
import { loadSettings } from "../../../../src/base/settings/mod.ts";
import {
  composeEnvironment,
  composeProjectName,
  refuseCredentials,
} from "../../../../src/stack/docker/environment.ts";

const load = (env: Record<string, string>) => loadSettings({ env, envFile: false });

Deno.test("composeEnvironment hands the settings over as they are", () => {
  const environment = composeEnvironment(load({
    PROJECT_NAME: "My Store",
    POSTGRES_PASSWORD: "p$a$$s's\"\\`",
    REDIS_PASSWORD: "",
    KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:19092,127.0.0.1:29092",
    MINIO_PORT: "9100",
    REDIS_IMAGE: "valkey/valkey:9.1.1",
  }));
  assert.equal(environment["REDIS_IMAGE"], "valkey/valkey:9.1.1");
  assert.equal(environment["PROJECT_NAME"], "mystore");
  assert.equal(environment["POSTGRES_PASSWORD"], "p$a$$s's\"\\`");
  assert.equal(environment["REDIS_PASSWORD"], "");
  assert.equal(environment["KAFKA_PORT"], "19092");
  assert.equal(environment["MINIO_PORT"], "9100");
});

Deno.test("composeEnvironment keeps the file .env and profiles of the user's from Compose", () => {
  const environment = composeEnvironment(load({}));
  assert.equal(environment["COMPOSE_DISABLE_ENV_FILE"], "1");
  assert.equal(environment["COMPOSE_PROFILES"], "");
});

Deno.test("composeEnvironment takes the parts of DATABASE_URL", () => {
  const url = "postgres://app:p%40ss@127.0.0.1:6543/store";
  const environment = composeEnvironment(load({ DATABASE_URL: url }));
  assert.deepEqual(
    ["USER", "PASSWORD", "DB", "PORT"].map((part) => environment[`POSTGRES_${part}`]),
    ["app", "p@ss", "store", "6543"],
  );
});

Deno.test("composeEnvironment gives every variable of docker-compose.yml", async () => {
  const file = await Deno.readTextFile(new URL("../../../../docker-compose.yml", import.meta.url));
  const named = [...file.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? "");
  const given = Object.keys(composeEnvironment(load({})));
  assert.deepEqual(named.filter((name) => !given.includes(name)), []);
});

Deno.test("composeProjectName makes a name that Compose takes", () => {
  const cases = [["strata", "strata"], ["My Store", "mystore"], ["_x-1", "x-1"], ["Größe", "gre"], [
    "日本",
    "strata",
  ]];
  for (const [name = "", project = ""] of cases) assert.equal(composeProjectName(name), project);
});

Deno.test("refuseCredentials lists at once what the images would refuse, without the values", () => {
  const settings = load({
    POSTGRES_PASSWORD: "",
    MONGO_PASSWORD: "",
    MINIO_ACCESS_KEY: "ab",
    MINIO_SECRET_KEY: "canary1",
  });
  assert.throws(() => refuseCredentials(settings), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.problems.length, 4);
    for (
      const name of ["POSTGRES_PASSWORD", "MONGO_USER", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"]
    ) {
      assert.ok(error.message.includes(name));
    }
    return !error.message.includes("canary1");
  });
  refuseCredentials(load({}));
  refuseCredentials(load({ MONGO_USER: "", MONGO_PASSWORD: "" }));
});
