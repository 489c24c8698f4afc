import { telemetry } from "../../base/telemetry/mod.ts";
import type { PartitionLag } from "./consume_options.ts";

/** Tells the metrics how far partitions are behind, by the conventions' names. */
export function noteLag(
  { group, topic }: { readonly group: string; readonly topic: string },
  partitions: readonly PartitionLag[],
): void {
  const gauge = telemetry()?.instruments.streamLag;
  if (gauge === undefined) return;
  for (const { partition, lag } of partitions) {
    gauge.record(lag, {
      "messaging.system": "kafka",
      "messaging.destination.name": topic,
      "messaging.destination.partition.id": String(partition),
      "messaging.consumer.group.name": group,
    });
  }
}
