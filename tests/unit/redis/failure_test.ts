import assert from "node:assert/strict";
import { ConnectionError } from "../../../src/base/errors.ts";
import { commandFailure, connectFailure, isRefusedLogin } from "../../../src/redis/_failure.ts";

Deno.test("isRefusedLogin knows the server's words, a cluster's last node included", () => {
  for (
    const text of ["WRONGPASS invalid", "NOAUTH required", "NOPERM no", "ERR invalid password"]
  ) {
    assert.ok(isRefusedLogin(new Error(text)), text);
  }
  const cluster = Object.assign(new Error("Failed"), { lastNodeError: new Error("WRONGPASS x") });
  assert.ok(isRefusedLogin(cluster));
  assert.ok(!isRefusedLogin(new Error("WRONGTYPE")));
  assert.ok(!isRefusedLogin("NOAUTH"));
});

Deno.test("connectFailure keeps the password out of the server's own error", () => {
  const command = { name: "hello", args: ["3", "AUTH", "default", "canary-value"] };
  const reply = Object.assign(new Error("WRONGPASS invalid"), { command });
  const failure = connectFailure(reply, "r:6379/0");
  assert.doesNotMatch(Deno.inspect(failure, { showHidden: true, depth: 9 }), /canary-value/);
});

const connecting: readonly (readonly [Error, string, RegExp])[] = [
  [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "ECONNREFUSED", /refused, start/],
  [Object.assign(new Error("dns"), { code: "ENOTFOUND" }), "ENOTFOUND", /not known/],
  [new Error("WRONGPASS invalid"), "WRONGPASS", /correct REDIS_PASSWORD/],
  [new Error("NOAUTH Authentication required."), "NOAUTH", /set REDIS_PASSWORD/],
  [
    Object.assign(new Error("self-signed"), { code: "SELF_SIGNED_CERT_IN_CHAIN" }),
    "SELF_SIGNED_CERT_IN_CHAIN",
    /certificate is not accepted \(self-signed\), name its authority in REDIS_TLS_CA/,
  ],
  [new Error("All sentinels are unreachable."), "UNREACHABLE", /sentinels are unreachable, look/],
];

for (const [cause, code, message] of connecting) {
  Deno.test(`connectFailure explains ${code}`, () => {
    const failure = connectFailure(cause, "r:6379/0");
    assert.equal(failure.code, code);
    assert.equal(failure.service, "redis");
    assert.equal(failure.cause, cause);
    assert.match(failure.message, message);
  });
}

const commands: readonly (readonly [string, string])[] = [
  ["Command timed out", "COMMAND_TIMEOUT"],
  ["Connection is closed.", "CONNECTION_LOST"],
  ["Command aborted due to connection close", "CONNECTION_LOST"],
  ["Reached the max retries per request limit (which is 2).", "CONNECTION_LOST"],
  ["read ECONNRESET", "CONNECTION_LOST"],
  ["WRONGPASS invalid", "WRONGPASS"],
];

for (const [text, code] of commands) {
  Deno.test(`commandFailure makes "${text}" typed`, () => {
    const failure = commandFailure(new Error(text), "incr", "r:6379/0");
    assert.ok(failure instanceof ConnectionError);
    assert.equal(failure.code, code);
  });
}

Deno.test("commandFailure leaves the server's answers, without the arguments in what they print", () => {
  const command = { name: "set", args: ["key", "canary-value"] };
  const reply = Object.assign(new Error("OOM command not allowed"), { command });
  const failure = commandFailure(reply, "set", "r:6379/0");
  assert.equal(failure, reply);
  assert.doesNotMatch(Deno.inspect(failure, { showHidden: true }), /canary-value/);
});
