import assert from "node:assert/strict";
import fc from "fast-check";
import { describeStatement } from "../../../../src/base/telemetry/mod.ts";

const texts: readonly (readonly [statement: string, text: string])[] = [
  ["select 'a', 1, 1.5e-3, 0x1F, .5 from t1", "select ?, ?, ?, ?, ? from t1"],
  ["select 'it''s' || E'it\\'s' || U&'d\\0061t' || x'1F' || B'01'", "select ? || ? || ? || ? || ?"],
  ["select $1, $2::int, true, falsey", "select $1, $2::int, ?, falsey"],
  ["do $$ begin raise 'x'; end $$", "do ?"],
  ["select $a$ $b$ 'x' $a$, $1", "select ?, $1"],
  ['select "a ""quoted"" name" from "T"', 'select "a ""quoted"" name" from "T"'],
  ["select 1 -- a comment\n, /* one /* in */ another */ 2", "select ? , ?"],
  ["alter role bob password 'secret'", "alter role bob password ?"],
  ["select 'not closed", "select ?"],
  ["select $$ not closed", "select ?"],
  ['insert into "strata_stage_0a1b2c3d" (a) select 1', "insert into strata_stage_? (a) select ?"],
];

for (const [statement, text] of texts) {
  Deno.test(`describeStatement shows ${statement} without literals`, () => {
    assert.equal(describeStatement(statement).text, text);
  });
}

// The first six are the conventions' own examples.
const summaries: readonly (readonly [statement: string, summary: string])[] = [
  ["SELECT * FROM wuser_table WHERE username = ?", "SELECT wuser_table"],
  [
    "INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders WHERE order_id = 1",
    "INSERT shipping_details SELECT orders",
  ],
  ["SELECT * FROM songs, artists WHERE songs.artist_id = artists.id", "SELECT songs artists"],
  [
    "SELECT order_date FROM (SELECT * FROM orders o JOIN customers c ON o.customer_id = c.customer_id)",
    "SELECT SELECT orders customers",
  ],
  ['SELECT * FROM "song list" s, artists a', 'SELECT "song list" artists'],
  ["call some_stored_procedure(1)", "call some_stored_procedure"],
  [
    "with gone as (delete from a returning b) insert into c select b from gone",
    "delete a insert c select",
  ],
  ["with x (a, b) as (select 1, 2) select * from x, y", "select select y"],
  ["select extract(epoch from a), a is distinct from b from t for update of t", "select t"],
  ["insert into t values (1) on conflict (a) do update set a = 2", "insert t"],
  ["update only a.b set c = d.e from d", "update a.b d"],
  ["delete from a using b where true", "delete a b"],
  ["select * from strata.bars($1) join unnest($2) u on true", "select strata.bars"],
  ["create table if not exists public.t (a int)", "create table public.t"],
  ["create unique index concurrently if not exists i on t (a)", "create unique index i"],
  ["drop table if exists a, b cascade", "drop table a b"],
  ["copy t (a) from stdin", "copy t"],
  ["copy (select a from t) to stdout", "copy select t"],
  ["lock table t in share mode", "lock table t"],
  ["begin isolation level serializable; select a from b; commit", "begin select b commit"],
  ["savepoint chosen_by_chance", "savepoint"],
  ["set search_path to secret", "set"],
  ["", ""],
];

for (const [statement, summary] of summaries) {
  Deno.test(`describeStatement summarises ${statement}`, () => {
    assert.equal(describeStatement(statement).summary, summary);
  });
}

Deno.test("describeStatement cuts a summary between two targets, and a text that is long", () => {
  const tables = Array.from({ length: 90 }, (_, i) => `table_${i}`);
  const { summary, text } = describeStatement(
    `select ${"a, ".repeat(3_000)} b from ${tables.join(", ")}`,
  );
  assert.ok(summary.length <= 255);
  assert.match(summary, /^select( table_\d+)+$/);
  assert.ok(text.length < 4_200);
});

const noise = fc.array(
  fc.constantFrom("'", '"', "$", "--", "/*", "*/", "\\", "\n", "$$", "E'", " ", ";", "("),
  { maxLength: 3 },
).map((marks) => marks.join(""));
const literal = fc.tuple(noise, noise, fc.constantFrom("plain", "escaped", "dollar", "comment"))
  .map(([before, after, kind]) => {
    const body = `${before}CANARY${after}`;
    switch (kind) {
      case "plain":
        return `'${body.replaceAll("'", "''")}'`;
      case "escaped":
        return `E'${body.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
      case "dollar":
        return `$q$${body}$q$`;
      default:
        return `/* ${body.replaceAll(/[*/]/g, "")} */`;
    }
  });
const word = fc.constantFrom("select", "a", "from", "t", ",", "(", ")", "-- c\n", "$1", '"q"');

Deno.test("describeStatement shows no literal of statements drawn by chance", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(word, literal), { maxLength: 10 }), (pieces) => {
      const { text, summary } = describeStatement(pieces.join(" "));
      assert.doesNotMatch(`${text} ${summary}`, /CANARY/);
    }),
    { numRuns: 2_000 },
  );
});
