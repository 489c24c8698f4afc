import { formatRelation, parseRelation, quoteRelation } from "../relation.ts";
import type { Step } from "../step.ts";
import { type CompressionOptions, compressionParameters, readCompression } from "./compression.ts";
import { setChunkIntervalStep } from "./hypertable.ts";

/** Changes to a continuous aggregate; omitted settings stay as they are. */
export interface AlterAggregateOptions {
  /** The interval of new chunks; without it, ten times that of the source hypertable. */
  readonly chunkInterval?: string;
  /** Compression settings, with the column names of the view; null disables compression. */
  readonly compression?: CompressionOptions | null;
}

/**
 * Creates the steps that change the storage of a continuous aggregate. They need the Community
 * edition, since the plain view that stands in elsewhere stores nothing.
 */
export function alterAggregateSteps(
  view: string,
  { chunkInterval, compression }: AlterAggregateOptions,
): readonly Step[] {
  return [
    ...(chunkInterval === undefined
      ? []
      : [{ ...setChunkIntervalStep(view, chunkInterval), needs: "continuousAggregate" } as const]),
    ...(compression === undefined ? [] : [aggregateCompressionStep(view, compression)]),
  ];
}

function aggregateCompressionStep(view: string, options: CompressionOptions | null): Step {
  const relation = parseRelation(view);
  const settings = options === null ? null : readCompression(options);
  const name = quoteRelation(relation);
  return {
    title: `${settings === null ? "no " : ""}compression of ${formatRelation(relation)}`,
    needs: "compression",
    effect: { kind: "compression", relation, settings },
    // The server refuses `alter table` for an aggregate.
    render: () =>
      settings === null ? [`alter materialized view ${name} set (timescaledb.compress = false)`] : [
        `alter materialized view ${name} set (\n  ${
          compressionParameters(settings, null).join(",\n  ")
        }\n)`,
      ],
  };
}
