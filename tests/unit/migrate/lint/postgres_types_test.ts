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

ruleTests("PG042", {
  fires: {
    "an identity": {
      up:
        "create table t (id integer generated always as identity, constraint pk primary key (id))",
    },
    "a serial": { up: "create table t (id serial constraint pk primary key)" },
    "a number without a default": { up: "create table t (id int constraint pk primary key)" },
    "two bytes": { up: "create table t (id smallint constraint pk primary key)" },
    "a generated number in a key of two columns": {
      up:
        "create table t (id int generated always as identity, a text, constraint pk primary key (a, id))",
    },
    "a key that is added": {
      up: "create table t (id int not null); alter table t add constraint pk primary key (id)",
    },
  },
  quiet: {
    "bigint": { up: "create table t (id bigint constraint pk primary key)" },
    "text": { up: "create table t (id text constraint pk primary key)" },
    "a foreign key in a key of two columns": {
      up: "create table t (site_id int, at timestamptz, constraint pk primary key (site_id, at))",
    },
    "an existing table": { up: "alter table plain add more int" },
    "a temporary table": { up: "create temporary table t (id int primary key)" },
  },
});
