import { sql } from "drizzle-orm";
import { type DrizzleTarget, run } from "../../../ingest/stage/write_target.ts";
import type { Move } from "../group/partition_buffer.ts";
import { StreamError } from "../stream_error.ts";

/** Whose offsets are stored. */
export interface OffsetPlace {
  readonly group: string;
  readonly topic: string;
  readonly topicId: string;
}

/**
 * Reads where partitions go on, which the database alone knows. One that was never read gets a
 * first offset, once for all members of the group.
 *
 * @throws {StreamError} If the topic is another one than the stored offsets are of.
 */
export async function beginPartitions(
  target: DrizzleTarget,
  place: OffsetPlace,
  { partitions, first }: {
    readonly partitions: readonly number[];
    /** Asks for the first offsets of new partitions. */
    readonly first: () => Promise<ReadonlyMap<number, bigint>>;
  },
): Promise<ReadonlyMap<number, bigint>> {
  const stored = await readOffsets(target, place, partitions);
  const unknown = partitions.filter((partition) => !stored.has(partition));
  if (unknown.length === 0) return stored;
  const starts = await first();
  await run(
    target,
    sql`insert into strata_ingest.stream_offsets
        (consumer_group, topic, partition, topic_id, next_offset)
      select ${place.group}, ${place.topic}, partition, ${place.topicId}::uuid, next_offset
      from unnest(${list(unknown)}::int[], ${
      list(unknown.map((partition) => starts.get(partition) ?? 0n))
    }::bigint[]) as begun (partition, next_offset)
      on conflict do nothing`,
  );
  return await readOffsets(target, place, partitions);
}

/**
 * Moves partitions in the transaction that stores their messages. A partition that another process
 * moved in the meantime, or moves right now, is not moved: two processes may both believe that it
 * is theirs, after a rebalance that one of them has not noticed.
 *
 * @throws {StreamError} With the fault `fenced`, if another process was first.
 */
export async function movePartitions(
  tx: DrizzleTarget,
  place: OffsetPlace,
  moves: readonly Move[],
): Promise<void> {
  const moved = await run<{ partition: number }>(
    tx,
    sql`update strata_ingest.stream_offsets o
      set next_offset = m.next_offset, updated_at = now()
      from unnest(${list(moves.map(({ partition }) => partition))}::int[], ${
      list(moves.map(({ from }) => from))
    }::bigint[], ${list(moves.map(({ to }) => to))}::bigint[])
        as m (partition, expected, next_offset)
      where o.consumer_group = ${place.group} and o.topic = ${place.topic}
        and o.topic_id = ${place.topicId}::uuid
        and o.partition = m.partition and o.next_offset = m.expected
      returning o.partition`,
  );
  if (moved.length === moves.length) return;
  const done = new Set(moved.map(({ partition }) => partition));
  const lost = moves.find(({ partition }) => !done.has(partition));
  throw new StreamError(
    `Cannot store the messages of partition ${lost?.partition} of "${place.topic}" from ` +
      `${lost?.from} on: another process of the group "${place.group}" stored them first`,
    { fault: "fenced", topic: place.topic, partition: lost?.partition, offset: lost?.from },
  );
}

async function readOffsets(
  target: DrizzleTarget,
  { group, topic, topicId }: OffsetPlace,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, bigint>> {
  const rows = await run<{ partition: number; id: string; next: string }>(
    target,
    sql`select partition, topic_id::text as id, next_offset::text as next
      from strata_ingest.stream_offsets
      where consumer_group = ${group} and topic = ${topic}
        and partition = any(${list(partitions)}::int[])
      order by partition`,
  );
  const other = rows.find(({ id }) => id !== topicId);
  if (other !== undefined) {
    throw new StreamError(
      `Cannot consume "${topic}": it is not the topic that the group "${group}" read before ` +
        `(another was made under its name), consume it with another group`,
      { fault: "topic-replaced", topic, partition: other.partition },
    );
  }
  return new Map(rows.map(({ partition, next }) => [partition, BigInt(next)]));
}

function list(values: readonly (number | bigint)[]): string {
  return `{${values.join(",")}}`;
}
