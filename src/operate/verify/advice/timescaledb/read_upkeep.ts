import type { Queryable } from "../../../../base/sql/mod.ts";

/** What holds vacuum and the write-ahead log back, and how far it has come. */
export interface Upkeep {
  readonly databases: readonly { readonly name: string; readonly age: number }[];
  readonly prepared: readonly Prepared[];
  readonly slots: readonly ReplicationSlot[];
  /** The oldest snapshot of a session. */
  readonly snapshot: { readonly pid: number; readonly age: number } | null;
  readonly invalidIndexes: readonly InvalidIndex[];
}

/** A transaction that was prepared and neither committed nor rolled back. */
export interface Prepared {
  readonly gid: string;
  readonly ageMs: number;
  /** Its age in transactions. */
  readonly age: number;
}

/** A replication slot. */
export interface ReplicationSlot {
  readonly name: string;
  readonly isActive: boolean;
  /** The age in transactions of the rows that it keeps; null where it keeps none. */
  readonly age: number | null;
  /** The log that it keeps. */
  readonly bytes: number | null;
}

/** An index that no statement uses. */
export interface InvalidIndex {
  readonly name: string;
  readonly table: string;
  readonly definition: string;
}

/** Reads what concerns upkeep. */
export async function readUpkeep(client: Queryable): Promise<Upkeep> {
  const { rows: databases } = await client.query<Upkeep["databases"][number]>(
    `select datname::text as name,
       greatest(age(datfrozenxid), mxid_age(datminmxid))::float8 as age from pg_database`,
  );
  const { rows: prepared } = await client.query<Prepared>(
    `select gid, age(transaction)::float8 as age,
       extract(epoch from clock_timestamp() - prepared)::float8 * 1000 as "ageMs"
     from pg_prepared_xacts where database = current_database()`,
  );
  const { rows: slots } = await client.query<ReplicationSlot>(slotsSql);
  const { rows: [snapshot] } = await client.query<NonNullable<Upkeep["snapshot"]>>(
    `select pid, age(backend_xmin)::float8 as age from pg_stat_activity
     where backend_xmin is not null and pid <> pg_backend_pid()
       and backend_type <> 'walsender'
     order by 2 desc limit 1`,
  );
  const { rows: invalidIndexes } = await client.query<InvalidIndex>(indexesSql);
  return { databases, prepared, slots, snapshot: snapshot ?? null, invalidIndexes };
}

const slotsSql = `
  select slot_name::text as name, active as "isActive",
    greatest(age(xmin), age(catalog_xmin))::float8 as age,
    pg_wal_lsn_diff(
      case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end,
      restart_lsn)::float8 as bytes
  from pg_replication_slots`;

// An index under construction is not valid yet.
const indexesSql = `
  select format('%I.%I', n.nspname, c.relname) as name, i.indrelid::regclass::text as table,
    pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
  join pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
  join pg_namespace n on n.oid = c.relnamespace and n.nspname <> 'pg_toast'
  where not i.indisvalid and not exists (
    select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
  order by 1`;
