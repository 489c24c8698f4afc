import { identifier, type Queryable } from "../../../../base/sql/mod.ts";
import type { ObservedChunk } from "../../../observe/mod.ts";

/** How many chunks are looked into at most. */
const CHUNKS = 3;

/** The newest row before an instant, in milliseconds; null where the newest chunks have none. */
export async function readNewestRow(
  client: Queryable,
  chunks: readonly ObservedChunk[],
  { timeColumn, after, before }: {
    readonly timeColumn: string;
    readonly after: number;
    readonly before: number;
  },
): Promise<number | null> {
  const column = identifier(timeColumn);
  const asked = chunks.filter(({ from, to }) => from < before && to > after).slice(-CHUNKS);
  for (const { name } of asked.toReversed()) {
    const { rows: [row] } = await client.query<{ newest: number | null }>(
      `select extract(epoch from max(${column}))::float8 * 1000 as newest
       from ${name} where ${column} < $1`,
      [new Date(before).toISOString()],
    );
    const newest = row?.newest ?? null;
    if (newest !== null) return newest;
  }
  return null;
}

/** Whether there is a row in a range, looked for in its newest chunks. */
export async function hasRow(
  client: Queryable,
  chunks: readonly ObservedChunk[],
  range: { readonly timeColumn: string; readonly from: number; readonly to: number },
): Promise<boolean> {
  const column = identifier(range.timeColumn);
  const asked = chunks.filter(({ from, to }) => from < range.to && to > range.from).slice(-CHUNKS);
  for (const { name, from, to } of asked.toReversed()) {
    const { rows } = await client.query(
      `select from ${name} where ${column} >= $1 and ${column} < $2 limit 1`,
      [from, to].map((bound, i) =>
        new Date(i === 0 ? Math.max(bound, range.from) : Math.min(bound, range.to)).toISOString()
      ),
    );
    if (rows.length > 0) return true;
  }
  return false;
}
