import assert from "node:assert/strict";
import { controlOf, piecesOf } from "../../../../src/testing/audit/statement_control.ts";

const kinds: readonly (readonly [statement: string, kind: string])[] = [
  ["select 'commit'", "plain"],
  ["/* commit */ select 1", "plain"],
  ["savepoint mine", "plain"],
  ["rollback to savepoint mine", "plain"],
  ["rollback work to mine", "plain"],
  ["release mine", "plain"],
  ["create table vacuum_log (a int)", "plain"],
  ["insert into notes values ('pg_terminate_backend(1)')", "plain"],
  ["copy (select 1) to stdout", "plain"],
  ["copy t from stdin", "plain"],
  ["begin", "begin"],
  ["BEGIN ISOLATION LEVEL SERIALIZABLE", "begin"],
  ["start transaction read only", "begin read only"],
  ["-- at last\ncommit", "commit"],
  ["end transaction", "commit"],
  ["rollback", "rollback"],
  ["abort work", "rollback"],
  ["commit and chain", "refused"],
  ["commit prepared 'a'", "refused"],
  ["prepare transaction 'a'", "refused"],
  ["vacuum analyze macro_series", "refused"],
  ["create database other", "refused"],
  ["ALTER SYSTEM set work_mem = '1GB'", "refused"],
  ["create index concurrently on t (a)", "refused"],
  ["create unique index concurrently on t (a)", "refused"],
  ["discard all", "refused"],
  ["copy t to '/tmp/t'", "refused"],
  ["copy t from program 'ls'", "refused"],
  ["select * from dblink('dbname=x', 'select 1') as t (a int)", "refused"],
  ["select setval('s', 1)", "refused"],
  ["select pg_terminate_backend (1)", "refused"],
  ["rollback to savepoint strata_audit_run", "refused"],
];

Deno.test("controlOf tells what a statement does to a transaction", () => {
  for (const [statement, kind] of kinds) assert.equal(controlOf(statement).kind, kind, statement);
});

Deno.test("piecesOf splits a text only where one of its statements begins or ends a transaction", () => {
  assert.deepEqual(piecesOf("select 1; select ';'"), ["select 1; select ';'"]);
  assert.deepEqual(piecesOf("select 'a;b';"), ["select 'a;b';"]);
  assert.deepEqual(piecesOf("begin; insert into t values (1); commit;"), [
    "begin",
    "insert into t values (1)",
    "commit",
  ]);
  assert.deepEqual(piecesOf("select 'open; commit"), ["select 'open; commit"]);
});
