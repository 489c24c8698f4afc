import { formatRelation, type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import type { ServerInfo } from "../../../timescale/mod.ts";

/** A relation whose rows are dumped. */
export interface TableToHash {
  /** Its name for people; for a continuous aggregate, that of its view. */
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  /** Its name in SQL. */
  readonly relation: string;
  /** Whether its rows stand in chunks below it. */
  readonly isHypertable: boolean;
  /** The names of its columns, in order. */
  readonly columns: readonly string[];
}

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly columns: string[];
  readonly hypertable: boolean;
  readonly view: string | null;
  readonly viewSchema: string | null;
}

/**
 * Lists the tables whose rows are dumped: those of users, hypertables as one, and what continuous
 * aggregates have stored.
 */
export async function listTables(
  client: Queryable,
  server: Pick<ServerInfo, "timescaledb">,
): Promise<readonly TableToHash[]> {
  const { rows } = await client.query<Row>(tablesSql(server.timescaledb !== null));
  return rows.map(({ schema, table, columns, hypertable, view, viewSchema }) => ({
    name: view === null || viewSchema === null
      ? formatRelation({ schema, name: table })
      : formatRelation({ schema: viewSchema, name: view }),
    ...{ schema, table },
    relation: quoteIdentifier(schema, table),
    isHypertable: hypertable,
    columns,
  }));
}

/** Settings on which a row's text depends. Names in it are then written with their schemas. */
export const TEXT_SETTINGS = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO, MDY'",
  "set local intervalstyle = 'postgres'",
  "set local extra_float_digits = 1",
  "set local bytea_output = 'hex'",
  "set local lc_monetary = 'C'",
  "set local xmloption = 'content'",
  "set local search_path = pg_catalog",
  "set local row_security = off",
].join("; ");

/**
 * Chunks inherit from their hypertable. TimescaleDB keeps what it compressed in a schema of its own,
 * as it does what continuous aggregates stored.
 */
function tablesSql(hasTimescale: boolean): string {
  const [hypertables, views] = hasTimescale
    ? [
      "select id, schema_name s, table_name t from _timescaledb_catalog.hypertable",
      `select mat_hypertable_id id, user_view_schema s, user_view_name t
       from _timescaledb_catalog.continuous_agg`,
    ]
    : [NOTHING, NOTHING];
  return `
  with hypertables as (${hypertables}), views as (${views})
  select n.nspname::text as schema, c.relname::text as "table", h.id is not null as hypertable,
    v.t::text as view, v.s::text as "viewSchema",
    array(select a.attname::text from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join hypertables h on h.s = n.nspname and h.t = c.relname
  left join views v on v.id = h.id
  where c.relkind = 'r' and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and (n.nspname <> '_timescaledb_internal' or v.id is not null)
    and not exists (select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    and not exists (select from pg_catalog.pg_inherits i
      join pg_catalog.pg_class p on p.oid = i.inhparent
      join pg_catalog.pg_namespace s on s.oid = p.relnamespace
      join hypertables x on x.s = s.nspname and x.t = p.relname
      where i.inhrelid = c.oid)
  order by n.nspname, c.relname`;
}

const NOTHING = "select null::int as id, null::name as s, null::name as t where false";
