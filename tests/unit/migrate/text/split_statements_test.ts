import assert from "node:assert/strict";
import { splitStatements, statementHead } from "../../../../src/migrate/text/split_statements.ts";

const cases: readonly { name: string; sql: string; statements: readonly string[] }[] = [
  { name: "gives nothing for an empty text", sql: " \n ", statements: [] },
  { name: "gives nothing for comments alone", sql: "-- a;\n/* b; */ ;;", statements: [] },
  { name: "drops the semicolon", sql: "select 1;", statements: ["select 1"] },
  {
    name: "splits two statements",
    sql: "select 1; select 2",
    statements: ["select 1", "select 2"],
  },
  {
    name: "keeps a semicolon in a text",
    sql: "select ';'';'; select 2",
    statements: ["select ';'';'", "select 2"],
  },
  {
    name: "keeps a semicolon behind an escaped quote",
    sql: String.raw`select e'a\';b'; select 2`,
    statements: [String.raw`select e'a\';b'`, "select 2"],
  },
  {
    name: "takes a backslash in a plain text as itself",
    sql: String.raw`select 'a\'; select 2`,
    statements: [String.raw`select 'a\'`, "select 2"],
  },
  {
    name: "keeps a semicolon in a name",
    sql: 'select 1 as "a;b"',
    statements: ['select 1 as "a;b"'],
  },
  {
    name: "keeps a dollar-quoted body whole",
    sql: "do $$ begin perform 1; end $$; select 2",
    statements: ["do $$ begin perform 1; end $$", "select 2"],
  },
  {
    name: "keeps a body with a tag whole",
    sql: "do $x$ select '$$;' $x$;",
    statements: ["do $x$ select '$$;' $x$"],
  },
  {
    name: "takes parameters for no quote",
    sql: "select $1; select $2",
    statements: ["select $1", "select $2"],
  },
  {
    name: "keeps nested comments whole",
    sql: "select /* a /* ; */ ; */ 1; select 2",
    statements: ["select /* a /* ; */ ; */ 1", "select 2"],
  },
  {
    name: "keeps the body of begin atomic whole",
    sql:
      "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3",
    statements: [
      "create function f() returns int begin atomic select case when true then 1 end; select 2; end",
      "select 3",
    ],
  },
  {
    name: "takes CRLF for LF and the common indentation away",
    sql: "\r\n    create table a (\r\n      b int\r\n    );\r\n",
    statements: ["create table a (\n  b int\n)"],
  },
];

for (const { name, sql, statements } of cases) {
  Deno.test(`splitStatements ${name}`, () => {
    assert.deepEqual(splitStatements(sql), statements);
  });
}

for (
  const [sql, what] of [
    ["select 'a", "a text"],
    ['select "a', "a name"],
    ["do $$ a", "between $$"],
    ["/* a", "a comment"],
  ]
) {
  Deno.test(`splitStatements refuses ${what} that is not closed`, () => {
    assert.throws(() => splitStatements(`select 1;\n${sql}`), (error: Error) => {
      return error instanceof TypeError && error.message.includes(what ?? "") &&
        error.message.includes("line 2");
    });
  });
}

Deno.test("statementHead leaves comments out and keeps names as they are", () => {
  assert.equal(
    statementHead('-- x\nCREATE  INDEX /* y */ "A b"\n ON t'),
    'create index "A b" on t',
  );
});
