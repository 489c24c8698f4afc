import assert from "node:assert/strict";
import { getTableConfig } from "drizzle-orm/pg-core";
import { schemaComments, tables } from "../../src/schema/mod.ts";
import { migratedTest } from "./schema_support.ts";

const configs = tables.map(getTableConfig);

migratedTest(
  "timescaledb",
  "migrations create the columns that are defined",
  async ({ client }) => {
    const { rows } = await client.query<{ line: string }>(`
    select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      case when a.attidentity = 'a' then ' identity' when a.atthasdef then ' default' else '' end
    ) as line
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    order by c.relname collate "C", a.attnum`);
    const defined = configs.toSorted((a, b) => a.name < b.name ? -1 : 1).flatMap((config) =>
      config.columns.map((column) => {
        const filled = column.generatedIdentity === undefined
          ? column.hasDefault ? " default" : ""
          : " identity";
        const nullable = column.notNull ? " not null" : "";
        return `${config.name}.${column.name} ${column.getSQLType()}${nullable}${filled}`;
      })
    );
    assert.deepEqual(rows.map((row) => row.line), defined);
  },
);

migratedTest(
  "timescaledb",
  "migrations create the constraints that are defined",
  async ({ client }) => {
    // PostgreSQL 18 also lists not null as constraints.
    const { rows } = await client.query<{ line: string }>(`
    select format('%s %s (%s)', contype, conname, (
      select string_agg(attname, ', ' order by nr) from unnest(conkey) with ordinality as k (num, nr)
      join pg_attribute on attrelid = conrelid and attnum = num)) as line
    from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')
    order by conname collate "C"`);
    const defined = configs.flatMap((config) => [
      // The migrations name a single-column key by the same rule.
      ...config.columns.filter((column) => column.primary)
        .map((column) => ["p", `pk_${config.name}`, [column]] as const),
      ...config.primaryKeys.map((key) => ["p", key.getName(), key.columns] as const),
      ...config.uniqueConstraints.map((key) => ["u", key.getName(), key.columns] as const),
      ...config.foreignKeys.map((key) => ["f", key.getName(), key.reference().columns] as const),
    ]).toSorted(([, a = ""], [, b = ""]) => a < b ? -1 : 1);
    assert.deepEqual(
      rows.map((row) => row.line),
      defined.map(([type, name, columns]) =>
        `${type} ${name} (${columns.map((it) => it.name).join(", ")})`
      ),
    );
  },
);

migratedTest("timescaledb", "migrations create the checks that are defined", async ({ client }) => {
  const { rows } = await client.query<{ name: string }>(`
    select conname as name from pg_constraint
    where connamespace = 'public'::regnamespace and contype = 'c' order by conname collate "C"`);
  const defined = configs.flatMap((config) => config.checks.map((check) => check.name)).toSorted();
  assert.deepEqual(rows.map((row) => row.name), defined);
});

migratedTest(
  "timescaledb",
  "migrations write the comments that are defined",
  async ({ client }) => {
    const { rows } = await client.query(`
    select c.relname as "table", a.attname as "column", d.description as comment
    from pg_description d
    join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`);
    const byName = (comment: { table: string; column: string | null }) =>
      `${comment.table}.${comment.column ?? ""}`;
    const sorted = (list: readonly { table: string; column: string | null; comment: string }[]) =>
      list.toSorted((a, b) => byName(a) < byName(b) ? -1 : 1);
    assert.deepEqual(sorted(rows), sorted(schemaComments));
  },
);

migratedTest("timescaledb", "hypertables have no index but the key", async ({ client }) => {
  const { rows } = await client.query<{ name: string }>(`
    select indexrelid::regclass::text as name
    from pg_index
    join timescaledb_information.hypertables on indrelid = hypertable_name::regclass
    where hypertable_schema = 'public'
    order by 1`);
  assert.deepEqual(rows.map((row) => row.name), [
    "pk_curves",
    "pk_fiscal_data",
    "pk_flow_data",
    "pk_macro_series",
    "pk_market_data",
    "pk_ohlcv",
    "pk_signals",
    "pk_vol_surfaces",
  ]);
});
