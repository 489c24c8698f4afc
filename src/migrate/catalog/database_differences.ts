import type { Queryable } from "../../base/sql/mod.ts";
import { formatRelation } from "../author/relation.ts";
import { sparseIndex } from "../author/steps/compression.ts";
import { parseOrder } from "../author/order_text.ts";
import type { Target } from "../author/target.ts";
import { withoutAggregates, withoutAutomaticIndexes, withTimeColumns } from "./adjust_catalog.ts";
import type { CatalogState } from "./catalog_state.ts";
import { diffCatalog } from "./diff_catalog.ts";
import { diffTraits, withoutLostParts } from "./diff_traits.ts";
import { diffTimescale } from "./diff_timescale.ts";
import type { Difference, PlainDifference } from "./difference.ts";
import { normaliseQuery } from "./normalise_query.ts";
import type { AggregateModel, CompressionModel } from "./timescale_model.ts";

/** The expected and the actual state of a database, and what the comparison needs. */
export interface DatabaseSides {
  /** What the applied migrations create on this server. */
  readonly expected: CatalogState;
  /** The state of the database. */
  readonly actual: CatalogState;
  /** The server. */
  readonly target: Target;
  /**
   * All continuous aggregates of the applied migrations, including those that a plain view stands
   * in for.
   */
  readonly aggregates: readonly AggregateModel[];
}

/** Compares a database with what the applied migrations create. */
export async function databaseDifferences(
  client: Queryable,
  sides: DatabaseSides,
): Promise<readonly Difference[]> {
  const { expected, actual, target, aggregates } = sides;
  const views = [
    ...aggregates,
    ...expected.timescale.aggregates,
    ...actual.timescale.aggregates,
  ].map(({ relation }) => relation);
  const expectedCatalog = withTimeColumns(
    withoutAggregates(expected.catalog, views),
    expected.timescale,
  );
  const actualCatalog = withoutAutomaticIndexes(
    withoutAggregates(actual.catalog, views),
    actual.timescale,
    expected.catalog,
  );
  const otherViews = await differentQueries(
    client,
    viewQueries(expectedCatalog.views),
    viewQueries(actualCatalog.views),
  );
  const otherAggregates = await differentQueries(
    client,
    aggregateQueries(expected.timescale.aggregates),
    aggregateQueries(actual.timescale.aggregates),
  );
  const differences: readonly PlainDifference[] = [
    ...diffCatalog(expectedCatalog, actualCatalog),
    ...otherViews,
    ...standInDifferences(sides),
    ...diffTimescale(expected.timescale, actual.timescale, {
      isSameQuery: ({ relation }) =>
        !otherAggregates.some(({ object }) => object === formatRelation(relation)),
      needsSparseIndex: (settings) => needsSparseIndex(settings, target),
    }),
  ];
  return [
    ...differences,
    ...withoutLostParts(diffTraits(expectedCatalog.traits, actualCatalog.traits), differences),
  ].map((difference) => ({ ...difference, layer: "database" }));
}

type Queries = ReadonlyMap<string, string>;

function viewQueries(views: CatalogState["catalog"]["views"]): Queries {
  return new Map(views.map((view) => [formatRelation(view), view.definition]));
}

function aggregateQueries(aggregates: readonly AggregateModel[]): Queries {
  return new Map(aggregates.map(({ relation, query }) => [formatRelation(relation), query]));
}

async function differentQueries(
  client: Queryable,
  expected: Queries,
  actual: Queries,
): Promise<readonly PlainDifference[]> {
  const differences: PlainDifference[] = [];
  for (const [object, query] of expected) {
    const found = actual.get(object);
    if (found === undefined || found === query) continue;
    const wanted = await normaliseQuery(client, query);
    // If the server cannot normalise the query, it is not compared.
    if (wanted === undefined || wanted === found) continue;
    differences.push({
      object,
      property: "definition",
      expected: wanted ?? query,
      actual: found,
    });
  }
  return differences;
}

/**
 * Returns the missing plain views. They stand in for continuous aggregates on servers that have
 * none.
 */
function standInDifferences(sides: DatabaseSides): readonly PlainDifference[] {
  const { expected, actual, target, aggregates } = sides;
  const made = viewQueries(expected.catalog.views);
  const live = viewQueries(actual.catalog.views);
  const applied = aggregateQueries(expected.timescale.aggregates);
  return [...aggregateQueries(aggregates).keys()].flatMap((object) => {
    if (applied.has(object) || live.has(object)) return [];
    if (target.edition === "none" && !made.has(object)) return [];
    return [{ object, property: "view", expected: "view", actual: null }];
  });
}

function needsSparseIndex(model: CompressionModel, target: Target): boolean {
  const { segmentBy, rollup } = model;
  return sparseIndex({ segmentBy, orderBy: model.orderBy.map(parseOrder), rollup }, target) !==
    null;
}
