import type { Queryable } from "../../../src/base/sql/mod.ts";

/**
 * Reads everything that migrations make, in every schema but the servers' own, as sorted lines: two
 * databases with the same lines are alike for their users. It shares nothing with the product's own
 * reading of catalogs.
 */
export async function wholeCatalog(client: Queryable): Promise<readonly string[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "select to_regclass('timescaledb_information.jobs') is not null as there",
  );
  const queries = [PLAIN, ...(found[0]?.there === true ? [TIMESCALE] : [])];
  const lines: string[] = [];
  for (const query of queries) {
    const { rows } = await client.query<{ line: string }>(query);
    lines.push(...rows.map(({ line }) => line));
  }
  // Numbers that the server gives out: a transaction that was rolled back takes some.
  return lines.map((line) =>
    line.replaceAll(
      /(_hypertable_|_hyper_|_view_|cagg_watermark\(|invalidation_trigger\('?)\d+/g,
      "$1N",
    )
  ).sort();
}

/** Lists what one catalog has and the other has not, at most a few lines of it. */
export function unlikeLines(one: readonly string[], other: readonly string[]): readonly string[] {
  const [left, right] = [new Set(one), new Set(other)];
  const short = (sign: string) => (line: string) => `${sign} ${line.slice(0, 200)}`;
  return [
    ...one.filter((line) => !right.has(line)).slice(0, 5).map(short("more:")),
    ...other.filter((line) => !left.has(line)).slice(0, 5).map(short("less:")),
  ];
}

const OWN = `n.nspname !~ '^(pg_|_?timescaledb|information_schema|strata_migrations$)'
  and not exists (select from pg_depend d where d.deptype = 'e' and d.objid = o.oid)`;

const PLAIN = `
  select concat_ws(' ', 'relation', n.nspname, o.relname, o.relkind, o.relacl, o.relrowsecurity,
    o.reloptions, obj_description(o.oid, 'pg_class')) as line
  from pg_class o join pg_namespace n on n.oid = o.relnamespace where ${OWN}
  union all
  select concat_ws(' ', 'column', o.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(v.adbin, v.adrelid),
    col_description(o.oid, a.attnum))
  from pg_attribute a join pg_class o on o.oid = a.attrelid join pg_namespace n on n.oid = o.relnamespace
  left join pg_attrdef v on v.adrelid = o.oid and v.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and ${OWN}
  union all
  select concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready)
  from pg_index i join pg_class o on o.oid = i.indrelid join pg_namespace n on n.oid = o.relnamespace
  where ${OWN}
  union all
  select concat_ws(' ', 'constraint', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid), o.convalidated)
  from pg_constraint o join pg_namespace n on n.oid = o.connamespace where ${OWN}
  union all
  select concat_ws(' ', 'view', o.oid::regclass, pg_get_viewdef(o.oid))
  from pg_class o join pg_namespace n on n.oid = o.relnamespace where o.relkind in ('v', 'm') and ${OWN}
  union all
  select concat_ws(' ', 'function', pg_get_functiondef(o.oid), o.proacl, obj_description(o.oid, 'pg_proc'))
  from pg_proc o join pg_namespace n on n.oid = o.pronamespace where o.prokind in ('f', 'p') and ${OWN}
  union all
  select concat_ws(' ', 'trigger', pg_get_triggerdef(g.oid))
  from pg_trigger g join pg_class o on o.oid = g.tgrelid join pg_namespace n on n.oid = o.relnamespace
  where not g.tgisinternal and ${OWN}
  union all
  select concat_ws(' ', 'policy', schemaname, tablename, policyname, roles, cmd, qual, with_check) from pg_policies
  union all
  select concat_ws(' ', 'type', n.nspname, o.typname, o.typtype) from pg_type o
  join pg_namespace n on n.oid = o.typnamespace where o.typtype in ('d', 'e', 'c') and ${OWN}
  union all
  select concat_ws(' ', 'schema', n.nspname, n.nspacl) from pg_namespace n
  where n.nspname !~ '^(pg_|_?timescaledb|information_schema)'
  union all
  select concat_ws(' ', 'extension', extname, extversion) from pg_extension`;

const TIMESCALE = `
  select concat_ws(' ', 'dimension', hypertable_schema, hypertable_name, column_name, time_interval,
    integer_interval, num_partitions) as line
  from timescaledb_information.dimensions
  union all
  select concat_ws(' ', 'job', proc_name, hypertable_schema, hypertable_name, schedule_interval, scheduled,
    config - 'hypertable_id' - 'mat_hypertable_id')
  from timescaledb_information.jobs where hypertable_name is not null
  union all
  select concat_ws(' ', 'aggregate', view_schema, view_name, materialized_only, compression_enabled, view_definition)
  from timescaledb_information.continuous_aggregates
  union all
  select concat_ws(' ', 'compression', hypertable_schema, hypertable_name, attname, segmentby_column_index,
    orderby_column_index, orderby_asc)
  from timescaledb_information.compression_settings`;
