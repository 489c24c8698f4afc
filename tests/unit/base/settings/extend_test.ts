import assert from "node:assert/strict";
import { z } from "zod";
import { ConfigError } from "../../../../src/base/errors.ts";
import { loadSettings, type Secret, secretText } from "../../../../src/base/settings/mod.ts";

const extend = z.object({
  SERVICE_PORT: z.coerce.number().int().min(1),
  SERVICE_TOKEN: secretText(),
  SERVICE_MODE: z.enum(["fast", "safe"]).default("safe"),
});

Deno.test("loadSettings adds a service's own variables, typed and frozen", () => {
  const env = { SERVICE_PORT: "8080", SERVICE_TOKEN: "hunter2", POSTGRES_PORT: "1" };
  const settings = loadSettings({ env, envFile: false, extend });
  settings.extra.SERVICE_PORT satisfies number;
  settings.extra.SERVICE_MODE satisfies "fast" | "safe";
  settings.extra.SERVICE_TOKEN satisfies Secret;
  assert.equal(settings.extra.SERVICE_PORT, 8080);
  assert.equal(settings.extra.SERVICE_MODE, "safe");
  assert.equal(settings.extra.SERVICE_TOKEN.reveal(), "hunter2");
  assert.equal(settings.postgres.port, 1);
  assert.throws(() => Object.assign(settings.extra, { SERVICE_PORT: 1 }), TypeError);
  assert.doesNotMatch(Deno.inspect(settings, { depth: 9 }), /hunter2/);
});

Deno.test("loadSettings reports a service's problems with its own, without their values", () => {
  const env = { SERVICE_PORT: "hunter2", SERVICE_MODE: "hunter3", REDIS_PORT: "x" };
  assert.throws(() => loadSettings({ env, envFile: false, extend }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.problems.map((problem) => problem.split(/[ :]/)[0]), [
      "REDIS_PORT",
      "SERVICE_PORT",
      "SERVICE_TOKEN",
      "SERVICE_MODE",
    ]);
    assert.match(error.message, /SERVICE_TOKEN is not set/);
    assert.doesNotMatch(error.message, /hunter/);
    return true;
  });
});

Deno.test("loadSettings hides a value that a service's own message repeats", () => {
  const echo = z.object({
    KEY: z.string().refine(() => false, { error: (i) => `bad ${i.input}` }),
  });
  assert.throws(
    () => loadSettings({ env: { KEY: "hunter2" }, envFile: false, extend: echo }),
    /KEY: bad \*\*\*/,
  );
});

Deno.test("loadSettings refuses a name of this package in an extension", () => {
  assert.throws(
    () => loadSettings({ env: {}, envFile: false, extend: z.object({ DEBUG: z.string() }) }),
    new TypeError('Cannot extend the settings: "DEBUG" is a variable of this package'),
  );
});
