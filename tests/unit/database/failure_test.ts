import assert from "node:assert/strict";
import { connectionFailure } from "../../../src/database/_failure.ts";
import { parseTarget } from "../../../src/database/_target.ts";
import { isRepeatableConnect, isRepeatableRead } from "../../../src/database/repeatable.ts";
import { isRepeatableTransaction, sqlState } from "../../../src/database/mod.ts";
import { ConnectionError } from "../../../src/base/errors.ts";

const target = parseTarget("postgres://ann:canary-pw@db.example:6432/data", {
  mode: "disable",
  caFile: undefined,
});

function coded(
  code: string,
  text = "from the server",
  fields: Record<string, unknown> = {},
): Error {
  return Object.assign(new Error(text), { code, ...fields });
}

/** What may be repeated: connecting, a read, a transaction. */
const rules: readonly (readonly [string, boolean, boolean, boolean])[] = [
  ["ECONNREFUSED", true, true, false],
  ["ENOTFOUND", true, true, false],
  ["CONNECT_TIMEOUT", true, true, false],
  ["57P03", true, true, false],
  ["53300", true, true, false],
  ["08001", true, true, false],
  ["08004", true, true, false],
  ["57P01", true, true, false],
  ["57P02", true, true, false],
  ["08006", true, true, false],
  ["ECONNRESET", true, true, false],
  ["POOL_TIMEOUT", false, true, false],
  ["POOL_QUEUE_FULL", false, false, false],
  ["POOL_CLOSED", false, false, false],
  ["28P01", false, false, false],
  ["3D000", false, false, false],
  ["40001", false, true, true],
  ["40P01", false, true, true],
  ["55P03", false, true, true],
  ["57014", false, false, false],
  ["22003", false, false, false],
  ["23505", false, false, false],
  ["42P01", false, false, false],
];

for (const [code, connect, read, transaction] of rules) {
  Deno.test(`${code} is repeated only where nothing can happen twice`, () => {
    const failed = new ConnectionError("failed", { service: "timescaledb", code });
    assert.equal(isRepeatableConnect(failed), connect);
    const wrapped = new Error("wrapped", { cause: code.length === 5 ? coded(code) : failed });
    assert.equal(isRepeatableRead(failed) || isRepeatableRead(wrapped), read);
    assert.equal(isRepeatableTransaction(wrapped), transaction);
  });
}

Deno.test("connectionFailure leaves the server's answers to statements alone", () => {
  for (const code of ["23505", "57014", "42P01", "40001", "28P01"]) {
    assert.equal(connectionFailure(coded(code), target, "statement"), undefined);
  }
});

Deno.test("connectionFailure knows a lost connection by code, by text and by severity", () => {
  const cases: readonly (readonly [Error, string])[] = [
    [coded("57P01"), "57P01"],
    [coded("ECONNRESET"), "ECONNRESET"],
    [coded("XX000", "out of order", { severity: "FATAL" }), "XX000"],
    [new Error("Connection terminated unexpectedly"), "08006"],
    [new Error("Client has encountered a connection error and is not queryable"), "08003"],
    [new Error("Query read timeout"), "QUERY_TIMEOUT"],
  ];
  for (const [cause, code] of cases) {
    const failure = connectionFailure(cause, target, "statement");
    assert.ok(failure instanceof ConnectionError);
    assert.equal(failure.code, code);
    assert.equal(failure.service, "timescaledb");
    assert.equal(failure.cause, cause);
    assert.match(failure.message, /^Cannot finish a statement on "db.example:6432\/data": /);
  }
});

Deno.test("connectionFailure makes every failure of connecting typed, without the password", () => {
  const errors = [
    coded("ECONNREFUSED"),
    coded("28P01"),
    coded("3D000"),
    coded("53300"),
    coded("57P03"),
    coded("08P01", "unsupported startup parameter: statement_timeout"),
    coded("08P01", "invalid packet"),
    coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    new Error("SASL: canary-pw"),
    new Error("timeout expired"),
    new Error("The server does not support SSL connections"),
    new Error("odd: canary-pw and canary%2Dpw"),
    "canary-pw",
  ];
  for (const error of errors) {
    const failure = connectionFailure(error, target, "connect");
    assert.match(failure?.message ?? "", /^Cannot connect to "db.example:6432\/data": .+, .+/);
    assert.doesNotMatch(failure?.message ?? "", /canary-pw/);
  }
  assert.equal(connectionFailure(new Error("odd"), target, "connect")?.code, "08001");
});

Deno.test("sqlState finds the code of an error or of one underneath", () => {
  assert.equal(sqlState(coded("23505")), "23505");
  assert.equal(sqlState(new Error("outer", { cause: coded("40P01") })), "40P01");
  assert.equal(sqlState(coded("ECONNREFUSED")), undefined);
  assert.equal(sqlState(new Error("none")), undefined);
  assert.equal(sqlState("none"), undefined);
});
