import { ruleTests } from "./_lint_case.ts";

ruleTests("PG011", {
  fires: {
    "a new table": { up: "create table t (a timestamp not null)" },
    "a precision": { up: "create table t (a timestamp(3) without time zone)" },
    "a new column": { up: "alter table plain add a timestamp" },
    "another type": { up: "alter table plain alter at type timestamp" },
    "an array": { up: "create table t (a timestamp[])" },
  },
  quiet: {
    "timestamptz": { up: "create table t (a timestamptz, b timestamp with time zone)" },
    "a column of that name": { up: "create table t (timestamp timestamptz)" },
    "a temporary table": { up: "create temporary table t (a timestamp)" },
  },
});

ruleTests("PG012", {
  fires: {
    "char(n)": { up: "create table t (a char(3))" },
    "character": { up: "alter table plain add a character" },
  },
  quiet: { 'text, varchar and "char"': { up: `create table t (a text, b varchar(3), c "char")` } },
});

ruleTests("PG013", {
  fires: {
    "serial": { up: "create table t (a serial)" },
    "bigserial": { up: "alter table plain add a bigserial" },
  },
  quiet: { "an identity": { up: "create table t (a bigint generated always as identity)" } },
});

ruleTests("PG014", {
  fires: { "json": { up: "create table t (a json)" } },
  quiet: { "jsonb": { up: "create table t (a jsonb)" } },
});
