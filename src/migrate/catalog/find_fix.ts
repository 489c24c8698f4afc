import { readSpan } from "../../timescale/mod.ts";
import { formatRelation } from "../author/relation.ts";
import type { Target } from "../author/target.ts";
import type { CatalogState } from "./catalog_state.ts";
import type { PlainDifference } from "./difference.ts";
import { GRANTS_TO } from "./diff_access.ts";
import { grantsFix } from "./grants_fix.ts";
import { commentFix } from "./comment_fix.ts";
import { functionFix } from "./function_fix.ts";
import { addPolicy, policyFix } from "./policy_fix.ts";
import { type Fix, safely } from "./fix.ts";
import type { AggregateModel, HypertableModel } from "./timescale_model.ts";

/** The expected and the actual state of a database. */
export interface FixContext {
  readonly expected: CatalogState;
  readonly actual: CatalogState;
  readonly target: Target;
}

/** Returns a safe fix for a difference in a database; null if there is none. */
export function findFix(difference: PlainDifference, context: FixContext): Fix | null {
  const inFunction = functionFix(difference, context);
  if (inFunction !== null || difference.property === "function") return inFunction;
  if (difference.property === "comment") return commentFix(difference, context.expected);
  if (difference.property.startsWith(GRANTS_TO)) return grantsFix(difference);
  const [wanted, found] = [context.expected, context.actual].map(({ timescale }) =>
    [...timescale.hypertables, ...timescale.aggregates].find(({ relation }) =>
      formatRelation(relation) === difference.object
    )
  );
  if (wanted === undefined) return null;
  if ("query" in wanted) {
    return aggregateFix(difference, wanted, context.target) ??
      (found === undefined ? null : policyFix(difference, wanted, found, context.target));
  }
  if (found === undefined) return null;
  return hypertableFix(difference, wanted, context.target) ??
    policyFix(difference, wanted, found, context.target);
}

function hypertableFix(
  { object, property }: PlainDifference,
  wanted: HypertableModel,
  target: Target,
): Fix | null {
  const { compression } = wanted;
  if (property === "chunk interval") {
    return safely(target, (m) => m.setChunkInterval(object, readSpan(wanted.chunkInterval)));
  }
  if (property === "integer now") {
    const { integerNow } = wanted;
    // TimescaleDB can replace the function, but not remove it.
    return integerNow === null ? null : safely(target, (m) => m.setIntegerNow(object, integerNow));
  }
  if (compression === null || !compressionProperties.has(property)) return null;
  return safely(target, (m) => m.setCompression(object, compression));
}

const compressionProperties: ReadonlySet<string> = new Set(
  ["compression", "segmentby", "orderby", "rollup", "sparse index"],
);

function aggregateFix(
  { object, property }: PlainDifference,
  wanted: AggregateModel,
  target: Target,
): Fix | null {
  if (property === "materialized only") {
    return safely(target, (m) => m.setMaterializedOnly(object, wanted.materializedOnly));
  }
  const { compression, chunkInterval } = wanted;
  if (property === "chunk interval" && chunkInterval !== undefined) {
    return safely(target, (m) => m.alterContinuousAggregate(object, { chunkInterval }));
  }
  if (compressionProperties.has(property)) {
    if (compression === undefined || compression === null) return null;
    return safely(target, (m) => m.alterContinuousAggregate(object, { compression }));
  }
  if (property !== "continuous aggregate") return null;
  return safely(target, (m) => {
    const { query, materializedOnly } = wanted;
    m.createContinuousAggregate(object, { query, materializedOnly });
    m.alterContinuousAggregate(object, {
      ...(chunkInterval === undefined ? {} : { chunkInterval }),
      ...(compression === undefined || compression === null ? {} : { compression }),
    });
    wanted.policies.forEach((policy) => addPolicy(m, object, policy));
  });
}
