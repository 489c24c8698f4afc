import { quoteIdentifier } from "../../base/sql/mod.ts";
import { collectSteps, type MigrationBuilder } from "../author/builder.ts";
import { formatRelation } from "../author/relation.ts";
import type { Target } from "../author/target.ts";
import type { CatalogState } from "./catalog_state.ts";
import { commentStatement } from "./definition_statements.ts";
import { isSamePolicy } from "./diff_policies.ts";
import type { PlainDifference } from "./difference.ts";
import type { AggregateModel, HypertableModel, PolicyModel } from "./timescale_model.ts";

/** How a difference is mended. No statement means that mending another one does it. */
export interface Mended {
  /** The statements, one an entry. */
  readonly statements: readonly string[];
  /** What data it deletes sooner or later, or null where it deletes none. */
  readonly loses: string | null;
}

/** Both sides of a database. */
export interface MendContext {
  readonly expected: CatalogState;
  readonly actual: CatalogState;
  readonly target: Target;
}

/** Says how a difference of a database is mended safely, or null where it cannot be. */
export function mend(difference: PlainDifference, context: MendContext): Mended | null {
  if (difference.property === "comment") return mendComment(difference, context.expected);
  const [wanted, found] = [context.expected, context.actual].map(({ timescale }) =>
    [...timescale.hypertables, ...timescale.aggregates].find(({ relation }) =>
      formatRelation(relation) === difference.object
    )
  );
  if (wanted === undefined) return null;
  if ("query" in wanted) {
    return mendAggregate(difference, wanted, context.target) ??
      (found === undefined ? null : mendPolicy(difference, wanted, found, context.target));
  }
  if (found === undefined) return null;
  return mendHypertable(difference, wanted, context.target) ??
    mendPolicy(difference, wanted, found, context.target);
}

function safely(
  target: Target,
  build: (m: MigrationBuilder) => void,
): Mended {
  const steps = collectSteps(build);
  return {
    statements: steps.flatMap((step) => step.render({ target, late: false })),
    loses: null,
  };
}

function mendComment(difference: PlainDifference, expected: CatalogState): Mended | null {
  for (const table of expected.catalog.tables) {
    const { schema, name } = table;
    const relation = formatRelation(table);
    const column = table.columns.find((column) =>
      `${relation}.${column.name}` === difference.object
    );
    if (column === undefined && relation !== difference.object) continue;
    const comment = difference.expected;
    const subject = { schema, table: name, column: column?.name ?? null, comment };
    return { statements: [commentStatement(subject)], loses: null };
  }
  return null;
}

function mendHypertable(
  { object, property }: PlainDifference,
  wanted: HypertableModel,
  target: Target,
): Mended | null {
  const { compression } = wanted;
  switch (property) {
    case "chunk interval":
      return safely(target, (m) => m.setChunkInterval(object, wanted.chunkInterval));
    case "compression":
    case "segmentby":
    case "orderby":
    case "rollup":
    case "sparse index":
      if (compression === null) return null;
      return safely(target, (m) => m.setCompression(object, compression));
    default:
      return null;
  }
}

function mendAggregate(
  { object, property }: PlainDifference,
  wanted: AggregateModel,
  target: Target,
): Mended | null {
  if (property === "materialized only") {
    const view = quoteIdentifier(wanted.relation.schema, wanted.relation.name);
    const setting = `timescaledb.materialized_only = ${wanted.materializedOnly}`;
    return { statements: [`alter materialized view ${view} set (${setting})`], loses: null };
  }
  if (property !== "continuous aggregate") return null;
  return safely(target, (m) => {
    const { query, materializedOnly } = wanted;
    m.createContinuousAggregate(object, { query, materializedOnly });
    wanted.policies.forEach((policy) => addPolicy(m, object, policy));
  });
}

type WithPolicies = { readonly policies: readonly PolicyModel[] };

function mendPolicy(
  { object, property, expected, actual }: PlainDifference,
  wanted: WithPolicies,
  found: WithPolicies,
  target: Target,
): Mended | null {
  const kind = property.replace(/ schedule$/, "");
  const declared = wanted.policies.find((policy) => policy.kind === kind);
  const live = found.policies.filter((policy) => policy.kind === kind);
  if (property.endsWith(" schedule")) {
    // A policy that is set otherwise is replaced, and its job with it.
    const paused = live.filter(({ job }) => job?.scheduled === false)
      .filter((policy) => declared !== undefined && isSamePolicy(declared, policy));
    return {
      statements: paused.map(({ job }) => `select alter_job(${job?.id}, scheduled => true)`),
      loses: null,
    };
  }
  const isPolicy = live.length > 0 || declared !== undefined;
  if (!isPolicy) return null;
  const outdated = live.filter((policy) =>
    declared === undefined || !isSamePolicy(declared, policy)
  );
  // By its job: an aggregate may have several policies of a kind.
  const removals = outdated.map(({ job }) => `select delete_job(${job?.id})`);
  if (declared === undefined || expected === null || expected === actual) {
    return { statements: removals, loses: null };
  }
  const added = safely(target, (m) => addPolicy(m, object, declared));
  return {
    statements: [...removals, ...added.statements],
    loses: declared.kind === "retention policy"
      ? `the chunks of ${object} that are older than ${declared.after}`
      : null,
  };
}

function addPolicy(m: MigrationBuilder, object: string, policy: PolicyModel): void {
  switch (policy.kind) {
    case "compression policy":
      return m.addCompressionPolicy(object, { after: policy.after });
    case "retention policy":
      return m.addRetentionPolicy(object, { after: policy.after });
    case "refresh policy": {
      const { startOffset, endOffset, every } = policy;
      m.addRefreshPolicy(object, {
        every,
        ...(startOffset === null ? {} : { startOffset }),
        ...(endOffset === null ? {} : { endOffset }),
      });
    }
  }
}
