import { formatRelation } from "../../base/sql/mod.ts";
import type { Observed } from "../observe/mod.ts";
import type { MetricFamily } from "./exposition.ts";

/** Tells how far continuous aggregates are behind. */
export function aggregateFamilies(
  { at, hypertables, aggregates }: Observed,
): readonly MetricFamily[] {
  const integer = new Set(
    hypertables.filter(({ chunkInterval }) => /^\d+$/.test(chunkInterval))
      .map(({ relation }) => formatRelation(relation)),
  );
  const timed = aggregates.map(({ relation, watermark }) => ({
    aggregate: formatRelation(relation),
    watermark,
  })).filter(({ aggregate }) => !integer.has(aggregate));
  return [
    {
      name: "strata_continuous_aggregate_lag_seconds",
      help: "How long ago the materialized part of a continuous aggregate ends; absent if there " +
        "is none.",
      type: "gauge",
      samples: timed.flatMap(({ aggregate, watermark }) =>
        watermark === null ? [] : [{
          labels: { aggregate },
          value: (at.getTime() - watermark) / 1_000,
        }]
      ),
    },
    {
      name: "strata_continuous_aggregate_materialized",
      help: "1 if a continuous aggregate was ever refreshed.",
      type: "gauge",
      samples: aggregates.map(({ relation, watermark }) => ({
        labels: { aggregate: formatRelation(relation) },
        value: watermark === null ? 0 : 1,
      })),
    },
  ];
}
