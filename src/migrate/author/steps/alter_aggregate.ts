import { formatRelation, parseRelation, quoteRelation } from "../relation.ts";
import type { Step } from "../step.ts";
import { type CompressionOptions, compressionParameters, readCompression } from "./compression.ts";
import { setChunkIntervalStep } from "./hypertable.ts";

/** What changes of a continuous aggregate; what is left out stays as it is. */
export interface AlterAggregateOptions {
  /** The span of the chunks to come, which is ten times its hypertable's by itself. */
  readonly chunkInterval?: string;
  /** The settings of compression, by the names of its columns; null ends it. */
  readonly compression?: CompressionOptions | null;
}

/** The steps that change how a continuous aggregate is kept; a plain view that stands in has none of it. */
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
    // `alter table` is refused for an aggregate.
    render: () =>
      settings === null ? [`alter materialized view ${name} set (timescaledb.compress = false)`] : [
        `alter materialized view ${name} set (\n  ${
          compressionParameters(settings, null).join(",\n  ")
        }\n)`,
      ],
  };
}
