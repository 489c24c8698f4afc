import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { ConfigError } from "../../../../src/base/errors.ts";
import { definitionStatements } from "../../../../src/migrate/catalog/definition_statements.ts";

const owners = pgTable("owners", {
  id: integer().generatedAlwaysAsIdentity().primaryKey(),
  name: text().notNull().unique("uq_owners_name"),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
const mood = pgEnum("mood", ["calm", "it's odd"]);
const pets = pgTable("pets", {
  ownerId: integer("owner_id").notNull(),
  order: integer().notNull().default(0),
  weight: doublePrecision(),
  mood: mood().notNull().default("calm"),
}, (t) => [
  primaryKey({ name: "pk_pets", columns: [t.ownerId, t.order] }),
  foreignKey({ name: "fk_pets_owner_id_owners", columns: [t.ownerId], foreignColumns: [owners.id] })
    .onDelete("cascade"),
  check("ck_pets_weight", sql`${t.weight} between 0 and ${500}`),
  index("ix_pets_weight").on(t.weight.desc()),
]);

Deno.test("definitionStatements writes each part with its name, referenced tables first", () => {
  assert.deepEqual(
    definitionStatements({
      tables: [pets, owners],
      comments: [
        { table: "pets", column: null, comment: "What's kept" },
        { table: "pets", column: "order", comment: "First, second" },
      ],
      touchUpdatedAt: [owners],
    }),
    [
      "create type mood as enum ('calm', 'it''s odd')",
      `create table owners (
  id integer generated always as identity,
  name text not null,
  updated_at timestamptz not null default now(),
  constraint pk_owners primary key (id),
  constraint uq_owners_name unique (name)
)`,
      `create table pets (
  owner_id integer not null,
  "order" integer not null default 0,
  weight double precision,
  mood mood not null default 'calm',
  constraint pk_pets primary key (owner_id, "order"),
  constraint fk_pets_owner_id_owners foreign key (owner_id) references owners (id) on delete cascade,
  constraint ck_pets_weight check (weight between 0 and 500)
)`,
      "create index ix_pets_weight\non pets (weight desc nulls last)",
      `create or replace function strata_set_updated_at()
returns trigger
language plpgsql
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$`,
      "create trigger tg_owners_updated_at\nbefore update on owners\n" +
      "for each row execute function strata_set_updated_at()",
      "comment on table pets is 'What''s kept'",
      "comment on column pets.\"order\" is 'First, second'",
    ],
  );
});

Deno.test("definitionStatements adds the foreign keys of a circle after its tables", () => {
  const hens = pgTable("hens", {
    id: integer(),
    egg: integer().references((): AnyPgColumn => eggs.id),
  });
  const eggs = pgTable("eggs", { id: integer(), hen: integer().references(() => hens.id) });
  const statements = definitionStatements({ tables: [hens, eggs] });
  assert.equal(statements.length, 3);
  assert.doesNotMatch(statements[0] ?? "", /references/);
  assert.match(statements[1] ?? "", /references hens \(id\)/);
  assert.match(statements[2] ?? "", /^alter table hens\nadd constraint \w+ foreign key \(egg\)/);
});

Deno.test("definitionStatements creates schemas other than public", () => {
  const coins = pgSchema("crypto").table("coins", { id: integer() });
  const [schema, created] = definitionStatements({ tables: [coins] });
  assert.equal(schema, "create schema if not exists crypto");
  assert.match(created ?? "", /^create table crypto\.coins \(/);
});

Deno.test("definitionStatements does not change the expressions of definitions", () => {
  const condition = sql`${5} > 3`;
  const one = pgTable("one", { id: integer() }, () => [check("ck_one", condition)]);
  const before = JSON.stringify(condition);
  assert.match(definitionStatements({ tables: [one] })[0] ?? "", /check \(5 > 3\)/);
  assert.equal(JSON.stringify(condition), before);
});

Deno.test("definitionStatements refuses definitions that refer to tables they do not list", () => {
  assert.throws(
    () =>
      definitionStatements({
        tables: [pets, pets],
        comments: [
          { table: "pets", column: "age", comment: "" },
          { table: "cats", column: null, comment: "" },
        ],
        touchUpdatedAt: [owners],
      }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems, [
        "the table pets is listed twice",
        "owners in touchUpdatedAt is not among the tables",
        "the comment on pets.age is on a column that does not exist",
        "the comment on cats is not on one of the tables",
      ]);
      return true;
    },
  );
  assert.throws(
    () => definitionStatements({ tables: [pets], touchUpdatedAt: [pets] }),
    /the updated_at trigger of "pets": it has no column updated_at/,
  );
});
