import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ConfigError, ConnectionError } from "../../../src/base/errors.ts";
import { explainMissingPermission } from "../../../src/cli/_missing_permission.ts";

const DENO = 'Requires net access to "127.0.0.1:1", run again with the --allow-net flag';
const fixture = fileURLToPath(new URL("fixture_task.ts", import.meta.url));

Deno.test("explainMissingPermission finds a missing permission below other errors", () => {
  const refused = new Deno.errors.NotCapable(DENO);
  const connection = new ConnectionError("Cannot connect", { service: "redis", cause: refused });
  const texts = new Error(`no pool: ${DENO} (NotCapable)`);
  for (const error of [refused, connection, new AggregateError([new Error("x"), texts])]) {
    const told = explainMissingPermission(error, "serve");
    assert.ok(told instanceof ConfigError);
    assert.equal(
      told.message,
      `Cannot run "serve": ${DENO}; "deno task serve" runs it with all that it needs`,
    );
    assert.equal(told.cause, error);
  }
});

Deno.test("explainMissingPermission adds the command to settings that may not be read", () => {
  const problems = ["the environment may not be read: run with --allow-env", "PORT is no number"];
  const told = explainMissingPermission(new ConfigError("Cannot load", { problems }), "load");
  assert.ok(told instanceof ConfigError);
  assert.deepEqual(told.problems, [
    ...problems,
    '"deno task load" runs it with all that it needs',
  ]);
});

Deno.test("explainMissingPermission leaves every other error as it is, and ends in circles", () => {
  const circle = new Error("a");
  circle.cause = circle;
  const denied = new Deno.errors.PermissionDenied("Permission denied (os error 13)");
  for (const error of [undefined, "text", circle, denied, new ConfigError("Cannot load")]) {
    assert.equal(explainMissingPermission(error, "load"), error);
  }
});

async function run(...permissions: readonly string[]): Promise<{ code: number; stderr: string }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", ...permissions, fixture, "ok"],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("runTask refuses to begin where it could not know the secrets to hide", async () => {
  const { code, stderr } = await run("--allow-read");
  assert.equal(code, 2);
  assert.equal(
    stderr,
    'error: Cannot run "fixture": Requires env access, run again with the --allow-env flag; ' +
      '"deno task fixture" runs it with all that it needs\n',
  );
  for (const env of ["--allow-env=DATABASE_URL", "--ignore-env"]) {
    assert.equal((await run("--allow-read", env)).code, 0, env);
  }
});
