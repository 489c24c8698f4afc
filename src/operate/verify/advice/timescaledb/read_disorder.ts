import { identifier, type Queryable, type RelationName } from "../../../../base/sql/mod.ts";

/** A compressed chunk whose rows may be read in another order than the one they have. */
export interface SuspectChunk {
  readonly table: RelationName;
  /** The chunk, quoted. */
  readonly chunk: string;
  readonly segmentby: readonly string[];
  readonly orderby: readonly string[];
  /** Whether each column of `orderby` is descending. */
  readonly descending: readonly boolean[];
}

/** A compressed chunk, and the table of its batches. */
interface PackedChunk extends SuspectChunk {
  readonly batches: string;
}

/** How many chunks are looked at, the newest, and how many of them are read whole. */
const [LOOKED_AT, READ] = [500, 20];

/**
 * Finds compressed chunks whose rows the server takes for ordered, though they are not: it reads
 * them batch by batch, and sorts only where batches are known to overlap.
 */
export async function readDisorder(client: Queryable): Promise<readonly SuspectChunk[]> {
  const packed = await readPacked(client);
  const suspects = await overlapping(client, packed);
  // A plan that sorts would hide what the order of the batches shows.
  await client.query(
    `select set_config(name, 'off', true)
      from unnest(array['enable_sort', 'enable_incremental_sort', 'enable_seqscan']) name`,
  );
  await client.query("set local max_parallel_workers_per_gather = 0");
  const found: SuspectChunk[] = [];
  for (const suspect of suspects.slice(0, READ)) {
    const { rows } = await client.query(disorderSql(suspect));
    if (rows.length > 0) found.push(suspect);
  }
  await client.query("reset enable_sort");
  await client.query("reset enable_incremental_sort");
  await client.query("reset enable_seqscan");
  return found;
}

/** Only with a second column can batches that share a value of the first be out of order. */
async function readPacked(client: Queryable): Promise<readonly PackedChunk[]> {
  const { rows } = await client.query<Omit<PackedChunk, "table"> & RelationName>(
    // Old servers keep the settings of a chunk with the table of its batches, new ones name it there.
    `select h.schema_name::text as schema, h.table_name::text as name, at.chunk::text as chunk,
      coalesce(to_jsonb(s)->>'compress_relid', s.relid::text) as batches,
      coalesce(s.segmentby, '{}') as segmentby, s.orderby, s.orderby_desc as descending
    from _timescaledb_catalog.chunk c
    join _timescaledb_catalog.hypertable h on h.id = c.hypertable_id
    cross join lateral (
      select format('%I.%I', c.schema_name, c.table_name)::regclass as chunk, (
        select format('%I.%I', p.schema_name, p.table_name)::regclass
        from _timescaledb_catalog.chunk p
        where p.id = (to_jsonb(c)->>'compressed_chunk_id')::int) as batches) at
    join _timescaledb_catalog.compression_settings s
      on s.relid = at.batches or (s.relid = at.chunk and to_jsonb(s)->>'compress_relid' is not null)
    where not coalesce((to_jsonb(c)->>'dropped')::boolean, false) and cardinality(s.orderby) > 1
      and has_table_privilege(at.chunk, 'select')
      and has_table_privilege(coalesce(to_jsonb(s)->>'compress_relid', s.relid::text), 'select')
    order by c.id desc limit ${LOOKED_AT}`,
  );
  return rows.map(({ schema, name, ...chunk }) => ({ ...chunk, table: { schema, name } }));
}

/** Keeps the chunks of which two batches of one segment share a value of the leading column. */
async function overlapping(
  client: Queryable,
  packed: readonly PackedChunk[],
): Promise<readonly PackedChunk[]> {
  if (packed.length === 0) return [];
  const parts = packed.map(({ batches, segmentby }, index) => {
    const segment = segmentby.length === 0
      ? ""
      : `partition by ${segmentby.map((column) => identifier(column)).join(", ")}`;
    return `select ${index} as index where exists (select from (
      select _ts_meta_min_1 as low, max(_ts_meta_max_1) over (${segment}
        order by _ts_meta_min_1, _ts_meta_max_1 rows between unbounded preceding and 1 preceding)
        as before from ${batches}) batch where low <= before)`;
  });
  const { rows } = await client.query<{ index: number }>(parts.join("\nunion all\n"));
  const indexes = new Set(rows.map(({ index }) => index));
  return packed.filter((_, index) => indexes.has(index));
}

/** Asks for a row of a chunk that comes after one it should come before. */
function disorderSql({ chunk, segmentby, orderby, descending }: SuspectChunk): string {
  const columns = orderby.map((column, index) => ({
    now: `now_${index}`,
    before: `before_${index}`,
    name: identifier(column),
    direction: descending[index] === true ? "desc" : "asc",
  }));
  const segment = segmentby.length === 0
    ? ""
    : `partition by ${segmentby.map((column) => identifier(column)).join(", ")} `;
  const order = columns.map(({ name, direction }) => `${name} ${direction}`).join(", ");
  const wrong = columns.map(({ now, before, direction }, index) =>
    [
      ...columns.slice(0, index).map((same) => `${same.before} = ${same.now}`),
      `${before} ${direction === "desc" ? "<" : ">"} ${now}`,
    ].join(" and ")
  );
  return `select from (select ${
    columns.map(({ name, now, before }) => `${name} as ${now}, lag(${name}) over w as ${before}`)
      .join(", ")
  } from ${chunk} window w as (${segment}order by ${order})) line
    where ${wrong.map((one) => `(${one})`).join(" or ")} limit 1`;
}
