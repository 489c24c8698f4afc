import assert from "node:assert/strict";
import { type LintProof, lintProof } from "./_lint.ts";

/** Returns the locks that a statement holds on a relation until its transaction ends. */
async function locksOf(t: LintProof, sql: string, relation: string): Promise<string> {
  await t.run(`begin; ${sql}`);
  try {
    const { modes } = await t.one(
      `select string_agg(mode, ', ' order by mode) as modes from pg_locks
       where relation = '${relation}'::regclass and pid = pg_backend_pid() and granted`,
    );
    return modes ?? "";
  } finally {
    await t.run("rollback");
  }
}

/** Counts the sequential scans of a table by a statement. */
async function scansOf(t: LintProof, sql: string, table: string): Promise<number> {
  await t.run("begin");
  try {
    const count =
      `select seq_scan::int as n from pg_stat_xact_user_tables where relname = '${table}'`;
    const before = (await t.one(count))?.n ?? 0;
    await t.run(sql);
    return (await t.one(count)).n - before;
  } finally {
    await t.run("rollback");
  }
}

const plain =
  "create table plain (id integer not null, constraint c check (id > 0)); create index i on plain (id)";

lintProof("PG032 drop index blocks readers of its table", async (t) => {
  await t.run(plain);
  await t.finds("PG032", "drop index i", plain);
  assert.match(await locksOf(t, "drop index i", "plain"), /AccessExclusiveLock/);
  assert.equal(await t.refusal("drop index concurrently i"), null);
});

lintProof("PG033 lock table holds its lock until the end of the transaction", async (t) => {
  await t.run(plain);
  await t.finds("PG033", "lock table plain in share mode", plain);
  assert.equal(
    await locksOf(
      t,
      "lock table plain in share mode; select count(*) from generate_series(1, 5)",
      "plain",
    ),
    "ShareLock",
  );
  // It is refused outside a transaction, so { transaction: false } is not a remedy.
  assert.match(
    await t.run("lock table plain").then(() => "", String),
    /can only be used in transaction blocks/,
  );
});

const parts = `create table parent (day date not null) partition by range (day);
  create table part (day date not null);
  insert into part select date '2024-01-01' + i from generate_series(0, 99) i`;
const attach =
  "alter table parent attach partition part for values from ('2024-01-01') to ('2025-01-01')";

lintProof(
  "PG034 attach partition scans the whole partition unless a check proves its rows",
  async (t) => {
    await t.run(parts);
    await t.finds("PG034", attach, parts);
    assert.equal(await scansOf(t, attach, "part"), 1);
    assert.match(await locksOf(t, attach, "part"), /AccessExclusiveLock/);
    const check = `alter table part add constraint c
    check (day >= date '2024-01-01' and day < date '2025-01-01')`;
    await t.run(check);
    assert.equal(await scansOf(t, attach, "part"), 0);
    const found = await t.lint(`${parts}; ${check}`, attach);
    assert.ok(!found.some(({ code }) => code === "PG034"));
  },
);

lintProof("PG035 detach partition blocks readers of the partitioned table", async (t) => {
  await t.run(`${parts}; ${attach}`);
  const detach = "alter table parent detach partition part";
  await t.finds("PG035", detach, `${parts}; ${attach}`);
  assert.match(await locksOf(t, detach, "parent"), /AccessExclusiveLock/);
  assert.equal(await t.refusal(`${detach} concurrently`), null);
});

lintProof("PG036 a dropped constraint cannot return once rows violate it", async (t) => {
  await t.run(plain);
  const drop = "alter table plain drop constraint c";
  await t.finds("PG036", drop, plain);
  await t.run(`${drop}; insert into plain values (-1)`);
  assert.match(
    await t.refusal("alter table plain add constraint c check (id > 0)") ?? "",
    /is violated by some row/,
  );
});

lintProof("PG036 dropping a foreign key locks both tables", async (t) => {
  const schema = `create table a (id integer primary key);
    create table b (id integer constraint fk references a)`;
  await t.run(schema);
  const drop = "alter table b drop constraint fk";
  await t.finds("PG036", drop, schema);
  assert.match(await locksOf(t, drop, "a"), /AccessExclusiveLock/);
});

lintProof("PG043 an exclusion constraint builds its index under an exclusive lock", async (t) => {
  const schema = "create table spans (during int4range not null)";
  await t.run(schema);
  const add = "alter table spans add constraint ex exclude using gist (during with &&)";
  await t.finds("PG043", add, schema);
  assert.match(await locksOf(t, add, "spans"), /AccessExclusiveLock/);
  assert.match(await t.refusal(`${add} not valid`) ?? "", /cannot be marked NOT VALID/);
});

lintProof(
  "PG044 a check of a domain scans the tables that use it, and blocks their writes",
  async (t) => {
    const schema = "create domain positive as int; create table uses (a positive)";
    await t.run(schema);
    const add = "alter domain positive add constraint c check (value > 0)";
    await t.finds("PG044", add, schema);
    assert.match(await locksOf(t, add, "uses"), /ShareLock/);
    assert.equal(await scansOf(t, add, "uses"), 1);
    assert.equal(await locksOf(t, `${add} not valid`, "uses"), "");
  },
);
