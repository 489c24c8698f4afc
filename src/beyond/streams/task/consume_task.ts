import { getTableName } from "drizzle-orm";
import type { TaskContext } from "../../../cli/mod.ts";
import type { WriteTarget } from "../../../ingest/mod.ts";
import { consume } from "../consume.ts";
import type { ConsumeProgress, ConsumeResult } from "../consume_options.ts";
import { consumeRequest } from "./consume_request.ts";

/**
 * Consumes a topic as the flags say, with its progress. To be interrupted is how it ends, unless it
 * was to end by itself: it returns 1 then.
 */
export async function consumeTask(
  target: WriteTarget,
  context: TaskContext,
  { brokers }: { readonly brokers: readonly string[] },
): Promise<number> {
  const { topic, table, options } = consumeRequest(context);
  const name = getTableName(table);
  await using progress = context.progress(`Consuming ${topic}`);
  const started = performance.now();
  let last: ConsumeProgress | undefined;
  const result = await consume(target, topic, table, {
    ...options,
    brokers,
    signal: context.signal,
    onProgress(now) {
      last = now;
      progress.update(progressText(now, performance.now() - started));
    },
  });
  const partitions = (last?.partitions ?? []).map(({ partition, nextOffset, lag }) => ({
    partition,
    nextOffset: nextOffset.toString(),
    lag,
  }));
  context.result({ ok: true, topic, table: name, ...result, partitions });
  context.print(reportLine(topic, name, result));
  for (const { partition, lag } of partitions) {
    context.print(`  partition ${partition}: ${lag === 0 ? "at its end" : `${lag} behind`}`);
  }
  return options.untilEnd && context.signal.aborted ? 1 : 0;
}

/** One line of progress. */
export function progressText(
  { messages, refused, partitions }: ConsumeProgress,
  ms: number,
): string {
  const lag = partitions.reduce((sum, one) => sum + one.lag, 0);
  const rate = Math.round(messages / Math.max(ms / 1_000, 0.001));
  return [
    `${messages} messages, ${rate}/s, ${lag} behind on ${partitions.length} partitions`,
    ...refused === 0 ? [] : [`${refused} refused`],
  ].join(", ");
}

function reportLine(topic: string, table: string, result: ConsumeResult): string {
  const { messages, inserted, unchanged, conflicting, refused, skipped, fenced } = result;
  const told = [
    `${inserted} rows new`,
    `${unchanged} already there`,
    ...conflicting === 0 ? [] : [`${conflicting} stored with other values`],
    ...refused === 0 ? [] : [`${refused} refused`],
    ...skipped === 0 ? [] : [`${skipped} tombstones skipped`],
    ...fenced === 0 ? [] : [`${fenced} batches left to another process`],
  ];
  return `Consumed ${messages} messages of ${topic} into ${table}: ${told.join(", ")}`;
}
