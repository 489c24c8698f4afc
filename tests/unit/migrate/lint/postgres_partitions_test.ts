import { ruleTests } from "./_lint_case.ts";

const parent = "create table parent (day date not null) partition by range (day)";
const attach =
  "alter table parent attach partition part for values from ('2024-01-01') to ('2025-01-01')";
const check = "constraint c check (day >= '2024-01-01' and day < '2025-01-01')";

ruleTests("PG034", {
  fires: {
    "an old partition": { old: `${parent}; create table part (day date not null)`, up: attach },
    "a check that is not valid": {
      old:
        `${parent}; create table part (day date not null); alter table part add ${check} not valid`,
      up: attach,
    },
    "an unknown table": { old: parent, up: attach },
  },
  quiet: {
    "a valid check": {
      old: `${parent}; create table part (day date not null, ${check})`,
      up: attach,
    },
    "a partition of the same migration": {
      old: parent,
      up: `create table part (day date not null); ${attach}`,
    },
  },
});

ruleTests("PG035", {
  fires: { "an old table": { old: parent, up: "alter table parent detach partition part" } },
  quiet: {
    "a concurrent one": {
      old: parent,
      up: "alter table parent detach partition part concurrently",
      transaction: false,
    },
    "a table of the same migration": { up: `${parent}; alter table parent detach partition part` },
  },
});
