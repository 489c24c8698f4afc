import assert from "node:assert/strict";
import { namedRelations } from "../../../../src/migrate/run/named_relations.ts";

const relations = ["public.metrics", "crypto.metrics", "public.crypto", "Odd.a.b"] as const;

const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "the bare name": ["alter table metrics add note text", ["public.metrics"]],
  "capitals": ["ALTER TABLE Metrics ADD note text", ["public.metrics"]],
  "a name in quotes": ['alter table "metrics" add note text', ["public.metrics"]],
  "another name in quotes": ['alter table "Metrics" add note text', []],
  "the schema": ["alter table public.metrics add note text", ["public.metrics"]],
  "the other schema": ["alter table crypto.metrics add note text", [
    "crypto.metrics",
    "public.crypto",
  ]],
  "the other schema in quotes": ['drop table "crypto" . "metrics"', [
    "crypto.metrics",
    "public.crypto",
  ]],
  "a dot in a name": ['drop table "Odd"."a.b"', ["Odd.a.b"]],
  "a column": ["select metrics.value from readings", ["public.metrics"]],
  "a column with its schema": ["select crypto.metrics.value", ["crypto.metrics", "public.crypto"]],
  "a text": ['select show_chunks(\'"public"."metrics"\')', ["public.metrics"]],
  "an escaped text": ["select show_chunks(E'metrics')", ["public.metrics"]],
  "a body": ["do $x$ begin drop table metrics; end $x$", ["public.metrics"]],
  "a statement in a text": ["do $$ begin execute 'drop table metrics -- now'; end $$", [
    "public.metrics",
  ]],
  "a text that is not SQL": ["insert into t values ('the week''s metrics')", ["public.metrics"]],
  "only its schema": ["drop schema crypto cascade", ["crypto.metrics", "public.crypto"]],
  "a schema's text": ["set schema 'crypto'", ["crypto.metrics", "public.crypto"]],
  "its own search_path": ["set search_path = crypto; drop table metrics", [
    "public.metrics",
    "crypto.metrics",
    "public.crypto",
  ]],
  "its own setting": ["select set_config('search_path', 'x', true); table metrics", [
    "public.metrics",
    "crypto.metrics",
  ]],
  "a comment": ["/* metrics */ select 1 -- metrics", []],
  "prose": ["comment on table readings is 'unlike metrics'", []],
  "the object of a comment": ["comment on table metrics is 'unlike crypto'", ["public.metrics"]],
  "a longer name": ["create table metrics2 (old_metrics int, metrics$ int)", []],
};

for (const [what, [sql, expected]] of Object.entries(cases)) {
  Deno.test(`namedRelations finds relations that statements may mean: ${what}`, () => {
    const named = namedRelations(sql.split(/; (?!end)/), ["public"]);
    const found = relations.filter((text) => {
      const [schema = "", ...name] = text.split(".");
      return named.mean({ schema, name: name.join(".") });
    });
    assert.deepEqual(found, expected);
  });
}

Deno.test("namedRelations returns words that may be functions", () => {
  const { words } = namedRelations(["select public.alter_job(1); do 'perform f()'"], []);
  assert.ok(["alter_job", "perform", "f"].every((word) => words.includes(word)));
});
