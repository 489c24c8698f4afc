import assert from "node:assert/strict";
import {
  isRefusedLogin,
  parseHealth,
  refusedLoginError,
} from "../../../../src/stack/docker/health.ts";

const check = (ExitCode: number, Output: string) => ({ ExitCode, Output });

Deno.test("parseHealth gives the last check where it failed", () => {
  const log = [check(0, "fine"), check(1, "psql: error: connection refused\n")];
  assert.equal(parseHealth(JSON.stringify({ Log: log })), "psql: error: connection refused");
  assert.equal(parseHealth(JSON.stringify({ Log: log.toReversed() })), "");
});

Deno.test("parseHealth gives nothing where nothing is known", () => {
  for (const text of ["", "null", "[]", '{"Log":null}', '{"Log":[]}', "<no value>"]) {
    assert.equal(parseHealth(text), "", text);
  }
});

Deno.test("isRefusedLogin knows what waiting will not mend", () => {
  const cases: [string, boolean][] = [
    ['FATAL:  password authentication failed for user "strata"', true],
    ['FATAL:  database "other" does not exist', true],
    ['FATAL:  role "app" does not exist', true],
    ["MongoServerError: Authentication failed.", true],
    ["FATAL:  the database system is starting up", false],
    ["MongoNetworkError: connect ECONNREFUSED 172.18.0.3:27017", false],
    ["the extension timescaledb is missing", false],
    ["", false],
  ];
  for (const [output, refused] of cases) assert.equal(isRefusedLogin(output), refused, output);
});

Deno.test("refusedLoginError names the variables and the way out", () => {
  assert.match(refusedLoginError("timescaledb").message, /POSTGRES_PASSWORD .* down --volumes/);
  assert.match(refusedLoginError("mongodb").message, /MONGO_PASSWORD .* down --volumes/);
});
