import assert from "node:assert/strict";
import { type LintProof, lintProof } from "./_lint.ts";

async function count(t: LintProof, relation: string): Promise<number> {
  return (await t.one(`select count(*)::int as n from ${relation}`)).n;
}

lintProof("PG039 the server refuses an enum value in its own transaction", async (t) => {
  const before = "create type mood as enum ('bad'); create table moods (mood mood)";
  await t.run(before);
  const add = "alter type mood add value 'fine'";
  for (
    const use of [
      "insert into moods values ('fine')",
      "alter table moods alter mood set default 'fine'",
      "create table more (mood mood default 'fine')",
      "delete from moods where mood = 'fine'",
    ]
  ) {
    await t.finds("PG039", `${add}; ${use}`, before);
    assert.match(await t.refusal(`${add}; ${use}`) ?? "", /unsafe use of new value "fine"/);
  }
  const made = "create type b as enum ('a'); alter type b add value 'c'; select 'c'::b";
  const found = (await t.lint("select 1", made)).some(({ code }) => code === "PG039");
  assert.equal(await t.refusal(made) !== null, found);
});

lintProof(
  "PG040 a caller makes a function of another owner read a temporary table",
  async (t) => {
    const schema = "create table secrets (word text); insert into secrets values ('theirs')";
    const make =
      "create function word() returns text language sql security definer as 'select word from secrets'";
    await t.run(`${schema}; ${make}`);
    await t.finds("PG040", make, schema);
    const word = async () => (await t.one("select word() as word")).word;
    assert.equal(await word(), "theirs");
    await t.run("create temporary table secrets (word text); insert into secrets values ('mine')");
    assert.equal(await word(), "mine");
    const safe = "alter function word() security definer set search_path = public, pg_temp";
    assert.ok(!(await t.lint(schema, safe)).some(({ code }) => code === "PG040"));
    await t.run(safe);
    assert.equal(await word(), "theirs");
  },
);

lintProof("PG042 conflicts use up the numbers of a key, which end", async (t) => {
  const schema =
    "create table t (id integer generated always as identity, a int unique, constraint pk primary key (id))";
  await t.finds("PG042", schema);
  await t.run(schema);
  for (let i = 0; i < 5; i++) await t.run("insert into t (a) values (1) on conflict do nothing");
  await t.run("insert into t (a) values (2)");
  assert.equal((await t.one("select max(id) as id from t")).id, 6);
  await t.run("select setval(pg_get_serial_sequence('t', 'id'), 2147483647)");
  assert.match(
    await t.refusal("insert into t (a) values (3)") ?? "",
    /reached maximum value of sequence/,
  );
});

lintProof("PG045 rows written while triggers are disabled stay unchecked", async (t) => {
  const schema = `create table a (id bigint constraint pk_a primary key);
    create table b (id bigint constraint fk references a)`;
  await t.run(schema);
  const disable = "alter table b disable trigger all";
  await t.finds("PG045", disable, schema);
  await t.run(`${disable}; insert into b values (5); alter table b enable trigger all`);
  assert.equal(await count(t, "b where not exists (select from a where a.id = b.id)"), 1);
});

lintProof("PG046 the server refuses some concurrent refreshes", async (t) => {
  const view = "create materialized view v as select 1 as a";
  const refresh = "refresh materialized view concurrently v";
  await t.finds("PG046", refresh, view);
  await t.run(view);
  assert.match(await t.refusal(refresh) ?? "", /cannot refresh materialized view .* concurrently/);
  await t.run("create unique index i on v (a)");
  assert.equal(await t.refusal(refresh), null);
  const empty = `drop materialized view v; ${view} with no data; create unique index i on v (a)`;
  await t.run(empty);
  await t.finds("PG046", refresh, `${view} with no data; create unique index i on v (a)`);
  assert.match(await t.refusal(refresh) ?? "", /is not populated/);
});
