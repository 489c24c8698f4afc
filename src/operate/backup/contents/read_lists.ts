import type { Queryable } from "../../../base/sql/mod.ts";
import { readLedger } from "../../../migrate/ledger/ledger.ts";
import type { ServerInfo } from "../../../timescale/mod.ts";
import type { Contents } from "./contents.ts";

const LEDGER = "strata_migrations";

/** Reads everything of {@linkcode Contents} but the rows. */
export async function readLists(
  client: Queryable,
  server: Pick<ServerInfo, "timescaledb">,
): Promise<Omit<Contents, "tables">> {
  const list = async (sql: string): Promise<Record<string, string>> => {
    const { rows } = await client.query<{ name: string; text: string }>(sql);
    return Object.fromEntries(rows.map(({ name, text }) => [name, text]));
  };
  const has = server.timescaledb !== null;
  return {
    hypertables: has ? await list(HYPERTABLES) : {},
    chunks: has ? await list(CHUNKS) : {},
    aggregates: has ? await list(AGGREGATES) : {},
    jobs: has ? await list(JOBS) : {},
    objects: await list(OBJECTS),
    migrations: Object.fromEntries(
      (await readLedger(client, LEDGER) ?? []).map(({ id, state, checksum }) =>
        [id, `${state} ${checksum}`] as const
      ),
    ),
  };
}

const HYPERTABLES = `
  select format('%s.%s', h.schema_name, h.table_name) as name,
    concat_ws('; ', string_agg(concat_ws(' ', d.column_name, d.interval_length, d.num_slices), ', '
      order by d.id), 'compression ' || h.compression_state) as text
  from _timescaledb_catalog.hypertable h
  left join _timescaledb_catalog.dimension d on d.hypertable_id = h.id
  group by h.id`;

// A chunk's status tells whether it is compressed, partly, unordered or frozen. Newer servers name a
// chunk by its relation, older ones by two texts.
const CHUNKS = `
  select format('%I.%I', chunk_schema, chunk_name) as name,
    concat_ws(' ', format('%s.%s', hypertable_schema, hypertable_name), 'from', range_start,
      range_start_integer, 'to', range_end, range_end_integer, 'status', status) as text
  from timescaledb_information.chunks
  left join (
    select coalesce(c ->> 'relid', format('%I.%I', c ->> 'schema_name', c ->> 'table_name')) as own,
      c ->> 'status' as status
    from (select to_jsonb(k) as c from _timescaledb_catalog.chunk k) catalog
  ) known on own = format('%I.%I', chunk_schema, chunk_name)`;

const AGGREGATES = `
  select format('%s.%s', view_schema, view_name) as name,
    concat_ws(' ', format('%s.%s', materialization_hypertable_schema,
      materialization_hypertable_name),
      case when materialized_only then 'materialized only' end) as text
  from timescaledb_information.continuous_aggregates`;

// Those below 1000 are TimescaleDB's own, which every database has.
const JOBS = `
  select format('%s %s.%s', id, proc_schema, proc_name) as name,
    concat_ws(' ', 'every ' || schedule_interval, case when not scheduled then 'not scheduled' end,
      (select format('%s.%s', schema_name, table_name)
        from _timescaledb_catalog.hypertable where id = hypertable_id), config) as text
  from _timescaledb_config.bgw_job where id >= 1000`;

const OBJECTS = `
  with own as (
    select 'pg_catalog.pg_class'::regclass as class, c.oid,
      case c.relkind when 'r' then 'tables' when 'p' then 'partitioned tables' when 'v' then 'views'
        when 'm' then 'materialized views' when 'i' then 'indexes' when 'I' then 'indexes'
        when 'S' then 'sequences' when 'f' then 'foreign tables' when 'c' then 'composite types'
        end as kind, relnamespace as space
    from pg_catalog.pg_class c where c.relkind <> 't'
    union all select 'pg_catalog.pg_proc'::regclass, oid, 'functions', pronamespace
    from pg_catalog.pg_proc
    union all select 'pg_catalog.pg_constraint'::regclass, oid, 'constraints', connamespace
    from pg_catalog.pg_constraint where contype <> 'n'
    union all select 'pg_catalog.pg_trigger'::regclass, t.oid, 'triggers', c.relnamespace
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal
  )
  select kind as name, count(*)::text as text
  from own join pg_catalog.pg_namespace n on n.oid = own.space
  where n.nspname !~ '^(pg_|_timescaledb_|timescaledb_)' and n.nspname <> 'information_schema'
    and not exists (select from pg_catalog.pg_depend d
      where d.classid = own.class and d.objid = own.oid and d.deptype = 'e')
  group by kind`;
