import type { ContinuousAggregate, Hypertable } from "../../timescale/mod.ts";
import type { Definitions } from "./definitions.ts";
import { formatOrder } from "../author/order_text.ts";
import { formatRelation, parseRelation } from "../author/relation.ts";
import type {
  AggregateModel,
  HypertableModel,
  PolicyModel,
  TimescaleModel,
} from "./timescale_model.ts";

/** Returns the expected state of TimescaleDB, from the definitions. */
export function declaredTimescale(definitions: Definitions): TimescaleModel {
  return {
    hypertables: (definitions.hypertables ?? []).map(hypertableModel),
    aggregates: (definitions.continuousAggregates ?? []).map(aggregateModel),
  };
}

function hypertableModel(declared: Hypertable): HypertableModel {
  const { schema, name, timeColumn, chunkInterval, integerNow, compression, retention } = declared;
  return {
    relation: { schema, name },
    timeColumn,
    chunkInterval,
    integerNow: integerNow === null ? null : formatRelation(parseRelation(integerNow)),
    spaceColumns: [],
    compression: compression === null ? null : {
      segmentBy: compression.segmentBy,
      orderBy: compression.orderBy.map(formatOrder),
      rollup: compression.rollup,
      sparseByHand: null,
    },
    policies: [
      ...agePolicy("compression policy", compression?.after ?? null),
      ...agePolicy("retention policy", retention),
    ],
  };
}

function aggregateModel(declared: ContinuousAggregate): AggregateModel {
  const { schema, name, query, plainQuery, materializedOnly, refresh, retention } = declared;
  return {
    relation: { schema, name },
    query,
    plainQuery,
    materializedOnly,
    policies: [
      ...(refresh === null ? [] : [{ kind: "refresh policy", ...refresh, job: null } as const]),
      ...agePolicy("retention policy", retention),
    ],
  };
}

function agePolicy(
  kind: "compression policy" | "retention policy",
  after: string | null,
): readonly PolicyModel[] {
  return after === null ? [] : [{ kind, after, every: null, job: null }];
}
