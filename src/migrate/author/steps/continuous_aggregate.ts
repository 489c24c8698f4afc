import { formatRelation, parseRelation, quoteRelation, relationLiteral } from "../relation.ts";
import { splitStatements } from "../../text/split_statements.ts";
import type { Step } from "../step.ts";

/** A continuous aggregate as a migration writes it. */
export interface ContinuousAggregateOptions {
  /** The query, grouped by `time_bucket`. */
  readonly query: string;
  /**
   * A query for the same rows on PostgreSQL without TimescaleDB, with `date_bin` or `date_trunc`
   * instead of `time_bucket`. Without it, such a server has no view until it gets the extension.
   */
  readonly plainQuery?: string;
  /**
   * False (the default) adds rows of the table that are not yet materialized (real-time
   * aggregation).
   */
  readonly materializedOnly?: boolean;
}

/**
 * Creates the step that creates a continuous aggregate without data. A plain view stands in on
 * other servers: of the same query on the Apache edition, of `plainQuery` on PostgreSQL without the
 * extension.
 */
export function createContinuousAggregateStep(
  view: string,
  options: ContinuousAggregateOptions,
  split: (text: string) => readonly string[] = splitStatements,
): Step {
  const relation = parseRelation(view);
  const query = oneStatement(view, split(options.query));
  const plainQuery = options.plainQuery === undefined
    ? null
    : oneStatement(view, split(options.plainQuery));
  const materializedOnly = options.materializedOnly ?? false;
  const name = quoteRelation(relation);
  return {
    title: `continuous aggregate ${formatRelation(relation)}`,
    needs: "continuousAggregate",
    effect: {
      kind: "continuousAggregate",
      relation,
      definition: { query, plainQuery, materializedOnly },
    },
    retire: [`drop view if exists ${name}`],
    render: () => [
      `create materialized view ${name}\n` +
      `with (timescaledb.continuous, timescaledb.materialized_only = ${materializedOnly}) as\n` +
      `${query}\nwith no data`,
    ],
    meanwhile: ({ target }) => {
      const body = target.edition === "none" ? plainQuery : query;
      return body === null ? [] : [`create view ${name} as\n${body}`];
    },
  };
}

/** Creates the step that drops a continuous aggregate, or the plain view that stands in for it. */
export function dropContinuousAggregateStep(view: string): Step {
  const relation = parseRelation(view);
  const name = quoteRelation(relation);
  return {
    title: `no continuous aggregate ${formatRelation(relation)}`,
    needs: "continuousAggregate",
    effect: { kind: "continuousAggregate", relation, definition: null },
    render: () => [`drop materialized view if exists ${name}`],
    meanwhile: () => [`drop view if exists ${name}`],
  };
}

/** Creates the step that sets whether a continuous aggregate shows only materialized rows. */
export function setMaterializedOnlyStep(view: string, materializedOnly: boolean): Step {
  const relation = parseRelation(view);
  return {
    title: `${materializedOnly ? "materialized rows alone" : "newest rows too"} in ${
      formatRelation(relation)
    }`,
    needs: "continuousAggregate",
    effect: { kind: "materializedOnly", relation, materializedOnly },
    render: () => [
      `alter materialized view ${quoteRelation(relation)}\n` +
      `set (timescaledb.materialized_only = ${materializedOnly})`,
    ],
  };
}

/**
 * Creates the step that materializes the whole history of a continuous aggregate. If it was
 * deferred, it does nothing: deferred steps run in a transaction, and a refresh cannot.
 */
export function refreshContinuousAggregateStep(view: string): Step {
  const relation = parseRelation(view);
  return {
    title: `history of ${formatRelation(relation)}`,
    needs: "continuousAggregate",
    render: ({ late }) =>
      late ? [] : [`call refresh_continuous_aggregate(${relationLiteral(relation)}, null, null)`],
  };
}

function oneStatement(view: string, statements: readonly string[]): string {
  const [statement] = statements;
  if (statement === undefined || statements.length > 1) {
    throw new TypeError(
      `Cannot create the continuous aggregate "${view}": its query has ${statements.length} statements, write exactly one`,
    );
  }
  return statement;
}
