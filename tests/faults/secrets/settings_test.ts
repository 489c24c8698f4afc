import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError } from "../../../src/base/errors.ts";
import { createRedactor } from "../../../src/base/logging/mod.ts";
import {
  envExample,
  loadSettings,
  percentEncode,
  secretsOf,
  surveySettings,
} from "../../../src/base/settings/mod.ts";
import { recordFigures } from "../figures.ts";
import { canaries, canaryEnvironment, findCanary, printedError } from "./canaries.ts";

Deno.test("the search finds a canary in every form", () => {
  for (const { secret, value } of canaries) {
    for (const before of ["", "x", "xy"]) {
      const bytes = new TextEncoder().encode(`${before}${secret}`);
      for (const text of [value, percentEncode(secret), bytes.toBase64(), bytes.toHex()]) {
        assert.notEqual(findCanary(`text ${text} text`), undefined, text);
      }
    }
  }
  assert.equal(findCanary("Cannot connect to PostgreSQL at 127.0.0.1:5432"), undefined);
});

Deno.test("settings show none of their secrets, and know each of them", () => {
  // The sentinel's password is in force beside sentinels only.
  const env = { ...canaryEnvironment, REDIS_SENTINELS: "a:1", REDIS_SENTINEL_NAME: "main" };
  const settings = loadSettings({ env, envFile: false });
  const survey = surveySettings({ env, envFile: false });
  for (const shown of [settings, survey, settings.database, settings.apiTokens]) {
    const options = { depth: 9, showHidden: true, getters: true };
    for (const text of [Deno.inspect(shown, options), JSON.stringify(shown), `${shown}`]) {
      assert.equal(findCanary(text), undefined);
    }
  }
  const known = secretsOf(settings).secrets;
  for (const { variable, secret } of canaries) {
    // DATABASE_URL wins over the parts, whose password is then not in use.
    if (variable.name === "POSTGRES_PASSWORD") continue;
    assert.ok(known.includes(secret), `secretsOf does not know the secret of ${variable.name}`);
    const hide = createRedactor([secret]);
    const forms = [secret, percentEncode(secret), encodeURI(secret), JSON.stringify(secret)];
    for (const form of forms) assert.equal(findCanary(hide(`a ${form} b`)), undefined, form);
  }
});

const breaks: readonly ((value: string) => string)[] = [
  (value) => `${value}\0`,
  (value) => value.replaceAll("%", "%zz"),
  (value) => value.replace("postgres:", "mysql:"),
  (value) => value.replace(":1/", ":99999/"),
  (value) => value.replace("name:", ""),
  (value) => `${value}\n${value}`,
  (value) => `"${value}`,
];

Deno.test("a setting that cannot be used is refused without its value", async () => {
  const folder = await Deno.makeTempDir();
  let inputs = 0;
  try {
    for (const { variable, value } of canaries) {
      for (const spoil of breaks) {
        const envFile = join(folder, ".env");
        await Deno.writeTextFile(envFile, `${variable.name}=${spoil(value)}\n`);
        const env = { [variable.name]: spoil(value) };
        for (const options of [{ env, envFile: false as const }, { env: {}, envFile }]) {
          inputs++;
          try {
            const settings = loadSettings(options);
            assert.equal(findCanary(Deno.inspect(settings, { depth: 9 })), undefined);
          } catch (error) {
            assert.ok(error instanceof ConfigError, String(error));
            assert.equal(findCanary(printedError(error)), undefined, variable.name);
          }
          const survey = surveySettings(options);
          const shown = Deno.inspect(survey, { depth: 9 }) + JSON.stringify(survey);
          assert.equal(findCanary(shown), undefined, variable.name);
        }
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  await recordFigures("secret-settings", { inputs });
});

Deno.test("words that are no secret stay", async () => {
  const env = { POSTGRES_USER: "trading", POSTGRES_PASSWORD: "trading", REDIS_PASSWORD: "market" };
  const settings = loadSettings({ env, envFile: false });
  const { secrets, shown } = secretsOf(settings);
  const hide = createRedactor(secrets, { shown });
  const lines = [
    'Cannot connect to PostgreSQL at 127.0.0.1:5432 as user "trading": the database is missing',
    'create table market_data (instrument_id integer not null, "timestamp" timestamptz)',
    "GET /v1/series/ALFRED/GDPC1?asOf=2024-10-01T00:00:00Z 200 12 ms",
    "https://api.stlouisfed.org/fred/series?series_id=GDPC1&file_type=json",
    "the password is wrong; check POSTGRES_PASSWORD, or REDIS_PASSWORD of redis",
    "tokens: 3, key columns: instrument_id, a secret of none, Basic information, bearer bonds",
    ...envExample().split("\n").filter((line) => line.startsWith("#") && !line.includes("://")),
  ];
  for (const line of lines) assert.equal(hide(line), line);
  await recordFigures("plain-words", { inputs: lines.length });
});
