import { integer, pgTable } from "drizzle-orm/pg-core";
import type { Definitions, FunctionDefinition } from "../../src/migrate/catalog/definitions.ts";
import type { GenerateCase } from "./generate_case.ts";

const things = pgTable("things", { id: integer().notNull(), size: integer() });

const size: FunctionDefinition = {
  schema: "crypto",
  name: "size_of",
  arguments: "thing integer",
  statement: `create or replace function crypto.size_of(thing integer default 1)
    returns integer language sql stable as 'select size from things where id = thing'`,
  comment: "The size of a thing, or it's unknown",
};
const twice: FunctionDefinition = {
  schema: "crypto",
  name: "twice",
  arguments: "thing integer",
  statement: `create or replace function crypto.twice(thing integer)
    returns integer language sql stable as 'select 2 * crypto.size_of(thing)'`,
};
const named = ({ statement, ...made }: FunctionDefinition, from: string, to: string) => ({
  ...made,
  statement: statement.replaceAll(from, to),
});
const declared = (...functions: readonly FunctionDefinition[]): Definitions => ({
  tables: [things],
  functions,
});

/** Changes of declared functions. */
export const functionCases: readonly GenerateCase[] = [
  {
    name: "functions and the table that they read",
    from: { tables: [] },
    to: declared(size, twice),
    up: [
      /create schema if not exists crypto/,
      /create table things[^]*FUNCTION crypto.size_of[^]*FUNCTION crypto.twice/i,
      /comment on function crypto.size_of\(thing integer\) is 'The size of a thing, or it''s unknown'/,
    ],
    down: [/drop function crypto.size_of\(thing integer\)[^]*drop table things/],
  },
  {
    name: "another body of a function",
    from: declared(size, twice),
    to: declared(size, named(twice, "2 *", "1 + 1 *")),
    up: [/CREATE OR REPLACE FUNCTION crypto.twice/i],
    down: [/2 \* crypto.size_of/],
  },
  {
    name: "another result of a function",
    from: declared(size),
    to: declared(named(size, "returns integer", "returns bigint")),
    up: [/drop function crypto.size_of\(thing integer\)[^]*RETURNS bigint[^]*comment on/i],
    down: [/drop function crypto.size_of\(thing integer\)[^]*RETURNS integer[^]*comment on/i],
  },
  {
    name: "another name of an argument",
    from: declared(size),
    to: declared({
      ...named(named(size, "(thing ", "(it "), "= thing'", "= it'"),
      arguments: "it integer",
    }),
    up: [/drop function crypto.size_of\(thing integer\)[^]*FUNCTION crypto.size_of\(it integer/i],
  },
  {
    name: "a function that is no longer declared",
    from: declared(size, twice),
    to: declared(size),
    up: [/drop function crypto.twice\(thing integer\)/],
    down: [/CREATE OR REPLACE FUNCTION crypto.twice/i],
  },
  {
    name: "another comment on a function",
    from: declared(size),
    to: declared({ ...size, comment: "Its size" }),
    up: [/comment on function crypto.size_of\(thing integer\) is 'Its size'/],
    down: [/it''s unknown/],
  },
];
