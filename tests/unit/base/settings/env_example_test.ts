import assert from "node:assert/strict";
import {
  envExample,
  loadSettings,
  parseEnvFile,
  type Settings,
  variables,
} from "../../../../src/base/settings/mod.ts";

const path = new URL("../../../../.env.example", import.meta.url);

Deno.test(".env.example is what the variables say", async () => {
  assert.equal(await Deno.readTextFile(path), envExample());
});

Deno.test(".env.example holds every variable with its default and no other", async () => {
  const { values, problems } = parseEnvFile(await Deno.readTextFile(path), ".env.example");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [...values],
    variables.map(({ name, default: text }) => [name, text ?? ""]),
  );
});

Deno.test(".env.example as .env gives the settings of no .env at all", () => {
  const plain = (settings: Settings): unknown => ({
    ...settings,
    explicit: undefined,
    url: settings.database.url.reveal(),
  });
  const copied = loadSettings({ env: {}, envFile: path });
  assert.deepEqual(plain(copied), plain(loadSettings({ env: {}, envFile: false })));
});

Deno.test("variables are described once each, secrets among them", () => {
  const names = variables.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, description } of variables) {
    assert.match(name, /^[A-Z][A-Z0-9_]*$/);
    assert.match(description, /[.]$/, name);
  }
  const secret = variables.filter((variable) => variable.secret).map(({ name }) => name);
  const telling = names.filter((name) =>
    /PASSWORD|SECRET|TOKEN|API_KEY|DATABASE_(REPLICA_)?URL/.test(name)
  );
  assert.deepEqual(secret.sort(), telling.sort());
});

Deno.test("docker-compose.yml falls back on the defaults of the variables", async () => {
  const compose = await Deno.readTextFile(
    new URL("../../../../docker-compose.yml", import.meta.url),
  );
  const defaults = new Map(variables.map(({ name, default: text }) => [name, text]));
  const named = [...compose.matchAll(/\$\{([A-Z_]+):?-([^}]*)\}/g)]
    .filter(([, name = ""]) => defaults.has(name));
  assert.ok(named.length > 10);
  for (const [, name = "", text] of named) assert.equal(text, defaults.get(name), name);
});
