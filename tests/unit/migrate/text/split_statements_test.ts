import assert from "node:assert/strict";
import fc from "fast-check";
import { loadModule, parseSync } from "libpg-query";
import { firstSplit } from "../../../../src/migrate/text/first_split.ts";
import { splitStatements } from "../../../../src/migrate/text/split_statements.ts";
import { statementHead } from "../../../../src/migrate/text/statement_head.ts";

const cases: readonly { name: string; sql: string; statements: readonly string[] }[] = [
  { name: "returns nothing for an empty text", sql: " \n ", statements: [] },
  { name: "returns nothing for only comments", sql: "-- a;\n/* b; */ ;;", statements: [] },
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
    name: "keeps a semicolon after an escaped quote",
    sql: String.raw`select e'a\';b'; select 2`,
    statements: [String.raw`select e'a\';b'`, "select 2"],
  },
  {
    name: "does not treat a backslash in a plain text as an escape",
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
    name: "does not treat parameters as quotes",
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
    name: "keeps quoted text byte by byte",
    sql: "  insert into notes values ('one   \r\n      two\t\n  three',   \r\n    e'\\'  \n');",
    statements: [
      "insert into notes values ('one   \r\n      two\t\n  three',\ne'\\'  \n')",
    ],
  },
  {
    name: "keeps a dollar-quoted body byte by byte",
    sql: "\n    do $$\r\n      begin  \n\tnull;\n      end $$",
    statements: ["do $$\r\n      begin  \n\tnull;\n      end $$"],
  },
  {
    name: "reads the second line of an escape string as part of it",
    sql: "select e'a\\''\n  'b\\';c'; select 2",
    statements: ["select e'a\\''\n'b\\';c'", "select 2"],
  },
  {
    name: "ends a body of begin atomic only at its own end",
    sql: "create function f() returns int begin atomic select 1 as end; select t.end from t; " +
      "select case when true then 1 end as case; end; select 3",
    statements: [
      "create function f() returns int begin atomic select 1 as end; select t.end from t; " +
      "select case when true then 1 end as case; end",
      "select 3",
    ],
  },
  {
    name: "keeps an empty body of begin atomic whole",
    sql: "create procedure p() begin atomic end; select 3",
    statements: ["create procedure p() begin atomic end", "select 3"],
  },
  {
    name: "reads begin as a column outside a create",
    sql: "select begin atomic; select 2",
    statements: ["select begin atomic", "select 2"],
  },
  {
    name: "keeps the actions of a rule whole",
    sql:
      "create rule r as on insert to t do also (insert into a values (1); delete from b); select 1",
    statements: [
      "create rule r as on insert to t do also (insert into a values (1); delete from b)",
      "select 1",
    ],
  },
  {
    name: "ends a comment at a lone CR",
    sql: "-- a comment\rselect 1;\rselect 2",
    statements: ["-- a comment\nselect 1", "select 2"],
  },
  {
    name: "removes the indentation shared with the first line",
    sql: "\n      create view v as\n        select 1;\n      select 2",
    statements: ["create view v as\n  select 1", "select 2"],
  },
  {
    name: "replaces CRLF by LF, and removes the common indentation",
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

for (
  const [sql, message] of [
    ["select 1;\n\\restrict abc\nselect 2;", /"\\restrict" in line 2: it is a psql command/],
    ["\\connect other\n", /"\\connect" in line 1/],
    [
      "select 1;\nCOPY t (a, b) FROM stdin;\n1\t2'\n\\.\n",
      /copy … from stdin" in line 2.*--inserts/,
    ],
    ["copy (select ';') to stdout", /copy … to stdout" in line 1/],
  ] as const
) {
  Deno.test(`splitStatements refuses ${JSON.stringify(sql)}, which is for psql`, () => {
    assert.throws(() => splitStatements(sql), (error: Error) => {
      return error instanceof TypeError && message.test(error.message);
    });
  });
}

Deno.test("splitStatements takes a copy from a file, and stdin as a name", () => {
  const sql = "copy t from '/tmp/a'; select stdin from t";
  assert.equal(splitStatements(sql).length, 2);
});

await loadModule();
const pieces = [
  "select 1",
  "select 'a;b', e'c\\';d', \"e;f\"",
  "do $x$ begin null; end $x$",
  "create function f() returns int begin atomic select 1 as end; select case when true then 2 end; end",
  "create rule r as on insert to t do also (select 1; select 2)",
  "-- a; comment\n select 2",
  "/* a /* nested; */ one */ select u&'d\\0061;'",
  "select $1, a.end from t a",
  "insert into t values (b'01', x'1f', 'it''s;')",
  "",
];

Deno.test("splitStatements cuts where PostgreSQL's own parser does", () => {
  const anyText = fc.array(
    fc.record({
      piece: fc.constantFrom(...pieces),
      gap: fc.constantFrom("", " ", "\n\n   ", "\r\n", " -- c;\n", "/* ; */"),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(fc.property(anyText, (parts) => {
    const text = "select 0;" + parts.map(({ piece, gap }) => `${gap}${piece};${gap}`).join("");
    const wanted = parts.filter(({ piece }) => piece !== "").length + 1;
    const own = splitStatements(text);
    assert.equal(own.length, wanted);
    assert.equal(parseSync(text).stmts?.length ?? 0, wanted);
    for (const statement of own) assert.equal(parseSync(statement).stmts?.length, 1, statement);
  }));
});

Deno.test("firstSplit gives the texts that the first releases hashed", () => {
  assert.deepEqual(
    firstSplit("\r\n    insert into t values ('a  \r\n      b');\n    select 2"),
    ["insert into t values ('a\n  b')", "select 2"],
  );
});

Deno.test("statementHead has no end of its own", () => {
  assert.match(statementHead(`select '${"x".repeat(3_000)}' WITH NO DATA`), /with no data$/);
});

Deno.test("statementHead leaves comments out and keeps names as they are", () => {
  assert.equal(
    statementHead('-- x\nCREATE  INDEX /* y */ "A b"\n ON t'),
    'create index "A b" on t',
  );
});
