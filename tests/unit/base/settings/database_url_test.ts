import assert from "node:assert/strict";
import { ConfigError } from "../../../../src/base/errors.ts";
import { loadSettings, type Settings } from "../../../../src/base/settings/mod.ts";
// @ts-types="@types/pg"
import pg from "pg";
import { Redis } from "ioredis";

function load(env: Record<string, string>): Settings {
  return loadSettings({ env, envFile: false });
}

const awkward = ["p%ss", "p@ss", "p/ss", "p:ss", "p?ss", "p#ss", "p ss", "a%40b", "'\"`$&+=,;é\\"];

for (const text of awkward) {
  Deno.test(`loadSettings keeps ${text} as user and password of PostgreSQL`, () => {
    const { database } = load({ POSTGRES_USER: text, POSTGRES_PASSWORD: text });
    const client = new pg.Client({ connectionString: database.url.reveal() });
    assert.deepEqual([client.user, client.password], [text, text]);
    assert.deepEqual([client.host, client.port], ["127.0.0.1", 5432]);
    const again = load({ DATABASE_URL: database.url.reveal() }).postgres;
    assert.deepEqual([again.user, again.password.reveal()], [text, text]);
  });

  Deno.test(`loadSettings keeps ${text} as user and password of Redis and MongoDB`, () => {
    const settings = load({
      REDIS_USER: text,
      REDIS_PASSWORD: text,
      MONGO_USER: text,
      MONGO_PASSWORD: text,
    });
    const client = new Redis(settings.redis.url.reveal(), { lazyConnect: true });
    client.disconnect();
    assert.deepEqual([client.options.username, client.options.password], [text, text]);
    const mongo = new URL(settings.mongo.url.reveal());
    assert.deepEqual(
      [decodeURIComponent(mongo.username), decodeURIComponent(mongo.password)],
      [text, text],
    );
  });
}

for (const db of ["with blank", "São", "50%", "it's", 'a"b', "a%40b", "a.b-c_d"]) {
  Deno.test(`loadSettings keeps ${db} as database of PostgreSQL`, () => {
    const { database } = load({ POSTGRES_DB: db });
    const client = new pg.Client({ connectionString: database.url.reveal() });
    assert.equal(client.database, db);
    assert.equal(load({ DATABASE_URL: database.url.reveal() }).postgres.db, db);
  });
}

Deno.test("loadSettings lets DATABASE_URL win over the parts", () => {
  const url = "postgresql://app:s%40cret@db.example:6543/macro?sslmode=verify-full";
  const settings = load({ DATABASE_URL: url, POSTGRES_HOST: "other", POSTGRES_PORT: "1" });
  assert.equal(settings.database.url.reveal(), url);
  assert.equal(settings.database.migrationUrl.reveal(), url);
  const { host, port, db, user, password } = settings.postgres;
  assert.deepEqual([host, port, db, user], ["db.example", 6543, "macro", "app"]);
  assert.equal(password.reveal(), "s@cret");
  assert.equal(settings.database.ssl.mode, "verify-full");
});

Deno.test("loadSettings gives migrations their own URL where one is set", () => {
  const { database } = load({
    DATABASE_URL: "postgres://u:p@pooler:6432/d",
    MIGRATION_DATABASE_URL: "postgres://u:p@direct/d",
  });
  assert.equal(database.migrationUrl.reveal(), "postgres://u:p@direct/d");
  assert.equal(database.url.reveal(), "postgres://u:p@pooler:6432/d");
});

const accepted: readonly [url: string, host: string, port: number, db: string][] = [
  ["postgres://u@h", "h", 5432, "u"],
  ["postgres://u@h/", "h", 5432, "u"],
  ["POSTGRES://u:@h:1/d", "h", 1, "d"],
  ["postgres://u:p@[::1]:5433/d", "::1", 5433, "d"],
  ["postgres://u:p@%2Frun%2Fpostgresql/d", "/run/postgresql", 5432, "d"],
  ["postgres://u:p@h/with%20blank", "h", 5432, "with blank"],
  ["postgres://u:p@ss@h/d", "h", 5432, "d"],
];

for (const [url, host, port, db] of accepted) {
  Deno.test(`loadSettings accepts ${url}`, () => {
    const { postgres } = load({ DATABASE_URL: url });
    assert.deepEqual([postgres.host, postgres.port, postgres.db], [host, port, db]);
  });
}

const refused = [
  "mysql://u:hunter2@h/d",
  "h/d",
  "postgres:///d",
  "postgres://h/d",
  "postgres://u:hunter2%@h/d",
  "postgres://u:hun/ter2@h/d",
  "postgres://u:12/ter2@h/d",
  "postgres://u:12#hunter2@h/d",
  "postgres://u:hunter2@h:0/d",
  "postgres://u:hunter2@h:65536/d",
  "postgres://u:hunter2@h/a/b",
  "postgres://u:hunter2@h/a%40b",
  "postgres://u:hun ter2@h/d",
];

for (const url of refused) {
  Deno.test(`loadSettings refuses ${url} without repeating it`, () => {
    assert.throws(() => load({ DATABASE_URL: url }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /DATABASE_URL .* want postgres:\/\/user:<password>@host:5432/);
      assert.equal(error.message.includes(url), false);
      assert.doesNotMatch(error.message, /hun/);
      return true;
    });
  });
}
