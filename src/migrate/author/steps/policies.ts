import { timescaleFunction } from "../../../timescale/extension_schema.ts";
import { parseInterval, type Span, spanText } from "../../../timescale/mod.ts";
import type { RefreshPolicy } from "../effect.ts";
import { formatRelation, parseRelation, relationLiteral } from "../relation.ts";
import type { Step } from "../step.ts";
import { spanLiteral } from "./span_literal.ts";

/**
 * When a continuous aggregate is refreshed. An omitted offset means no bound. Offsets are numbers
 * if the time column is an integer.
 */
export interface RefreshPolicyOptions {
  /** The start of the window, counted back from the run. */
  readonly startOffset?: Span;
  /** The end of the window, counted back from the run. */
  readonly endOffset?: Span;
  /** The interval between two runs. */
  readonly every: string;
}

/** Creates the step that adds a policy to compress chunks older than `after`. */
export function addCompressionPolicyStep(table: string, after: Span): Step {
  return agePolicyStep(table, after, {
    kind: "compressionPolicy",
    title: "compression policy",
    call: "add_compression_policy",
    argument: "compress_after",
  });
}

/** Creates the step that adds a policy to drop chunks older than `after`. */
export function addRetentionPolicyStep(table: string, after: Span): Step {
  return agePolicyStep(table, after, {
    kind: "retentionPolicy",
    title: "retention policy",
    call: "add_retention_policy",
    argument: "drop_after",
  });
}

/** Creates the step that removes the compression policy, if any. */
export function removeCompressionPolicyStep(table: string): Step {
  return removePolicyStep(table, "compressionPolicy", "remove_compression_policy");
}

/** Creates the step that removes the retention policy, if any. */
export function removeRetentionPolicyStep(table: string): Step {
  return removePolicyStep(table, "retentionPolicy", "remove_retention_policy");
}

/** Creates the step that adds a refresh policy to a continuous aggregate. */
export function addRefreshPolicyStep(view: string, options: RefreshPolicyOptions): Step {
  const relation = parseRelation(view);
  const policy: RefreshPolicy = {
    startOffset: options.startOffset === undefined ? null : spanText(options.startOffset),
    endOffset: options.endOffset === undefined ? null : spanText(options.endOffset),
    every: options.every,
  };
  parseInterval(policy.every);
  const span = (text: string | null) => text === null ? "null" : spanLiteral(text);
  return {
    title: `refresh policy of ${formatRelation(relation)}`,
    needs: "continuousAggregate",
    effect: { kind: "refreshPolicy", relation, policy },
    render: ({ target }) => [
      [
        `select ${timescaleFunction("add_continuous_aggregate_policy", target)}(`,
        `  ${relationLiteral(relation)},`,
        `  start_offset => ${span(policy.startOffset)},`,
        `  end_offset => ${span(policy.endOffset)},`,
        `  schedule_interval => ${span(policy.every)}`,
        ")",
      ].join("\n"),
    ],
  };
}

/** Creates the step that removes the refresh policy, if any. */
export function removeRefreshPolicyStep(view: string): Step {
  const relation = parseRelation(view);
  return {
    title: `no refresh policy of ${formatRelation(relation)}`,
    needs: "continuousAggregate",
    effect: { kind: "refreshPolicy", relation, policy: null },
    render: ({ target }) => [
      `select ${timescaleFunction("remove_continuous_aggregate_policy", target)}(${
        relationLiteral(relation)
      }, if_exists => true)`,
    ],
  };
}

interface AgePolicy {
  readonly kind: "compressionPolicy" | "retentionPolicy";
  readonly title: string;
  readonly call: string;
  readonly argument: string;
}

function agePolicyStep(table: string, span: Span, policy: AgePolicy): Step {
  const relation = parseRelation(table);
  const after = spanText(span);
  return {
    title: `${policy.title} of ${formatRelation(relation)}`,
    needs: "policy",
    effect: { kind: policy.kind, relation, after },
    render: ({ target }) => [
      `select ${timescaleFunction(policy.call, target)}(${
        relationLiteral(relation)
      }, ${policy.argument} => ${spanLiteral(after)})`,
    ],
  };
}

function removePolicyStep(
  table: string,
  kind: "compressionPolicy" | "retentionPolicy",
  call: string,
): Step {
  const relation = parseRelation(table);
  return {
    title: `no ${kind === "compressionPolicy" ? "compression" : "retention"} policy of ${
      formatRelation(relation)
    }`,
    needs: "policy",
    effect: { kind, relation, after: null },
    render: ({ target }) => [
      `select ${timescaleFunction(call, target)}(${relationLiteral(relation)}, if_exists => true)`,
    ],
  };
}
