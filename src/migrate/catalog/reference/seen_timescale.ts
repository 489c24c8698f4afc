import type { Queryable } from "../../../base/sql/mod.ts";
import type { ServerInfo } from "../../../timescale/mod.ts";
import type { RelationName } from "../../author/effect.ts";
import { formatRelation } from "../../author/relation.ts";
import { diffTimescale } from "../diff_timescale.ts";
import { introspectTimescale } from "../introspect_timescale.ts";
import { normaliseQuery } from "../normalise_query.ts";
import type { AggregateModel, HypertableModel, TimescaleModel } from "../timescale_model.ts";

/** What is known of a reference's TimescaleDB besides its catalog. */
export interface KnownTimescale {
  /** The state derived from the steps of the migrations that ran in it. */
  readonly steps: TimescaleModel;
  /** The state in the definitions, which plain SQL may reach with other wording. */
  readonly declared: TimescaleModel | null;
}

/**
 * Returns the state of a reference's TimescaleDB after migrations, including plain SQL; null if the
 * reference lacks it. Equivalent parts keep the wording of the migration steps. Features that the
 * server's edition lacks are derived from the steps.
 */
export async function seenTimescale(
  reference: Queryable,
  server: ServerInfo,
  { steps, declared }: KnownTimescale,
): Promise<TimescaleModel | null> {
  if (server.timescaledb === null) return null;
  const seen = await introspectTimescale(reference, server);
  const hypertables = pairs(steps.hypertables, seen.hypertables);
  if (server.edition !== "community") {
    return {
      ...steps,
      hypertables: hypertables.map(([step, found]) => {
        const { compression = null, policies = [] } = step ?? {};
        return { ...(step ?? {}), ...alike(step, { ...found, compression, policies }) };
      }),
    };
  }
  const aggregates: AggregateModel[] = [];
  for (const [step, found] of pairs(steps.aggregates, seen.aggregates)) {
    const known = step ?? findRelation(declared?.aggregates ?? [], found.relation);
    const { query, plainQuery } = await wordsOf(reference, found, known);
    const model = { ...found, query, plainQuery };
    aggregates.push(
      step !== undefined && isAlike({ aggregates: [step] }, { aggregates: [model] }) ? step : model,
    );
  }
  return {
    ...steps,
    hypertables: hypertables.map(([step, found]) => alike(step, found)),
    aggregates,
  };
}

/** Returns the author's wording of a query if it is equivalent to the server's wording. */
async function wordsOf(
  reference: Queryable,
  found: AggregateModel,
  known: AggregateModel | undefined,
): Promise<Pick<AggregateModel, "query" | "plainQuery">> {
  if (known === undefined) return found;
  const words = await normaliseQuery(reference, known.query);
  const isSame = typeof words !== "string" || words === found.query;
  return isSame ? known : { query: found.query, plainQuery: known.plainQuery };
}

function alike(step: HypertableModel | undefined, found: HypertableModel): HypertableModel {
  return step !== undefined && isAlike({ hypertables: [step] }, { hypertables: [found] })
    ? step
    : found;
}

function isAlike(a: Partial<TimescaleModel>, b: Partial<TimescaleModel>): boolean {
  const none = { hypertables: [], aggregates: [] };
  return diffTimescale({ ...none, ...a }, { ...none, ...b }).length === 0;
}

/** Pairs the found models with those from the steps, in the order of the steps. */
function pairs<Model extends { readonly relation: RelationName }>(
  steps: readonly Model[],
  found: readonly Model[],
): readonly (readonly [Model | undefined, Model])[] {
  const places = new Map(steps.map(({ relation }, place) => [formatRelation(relation), place]));
  const placeOf = ({ relation }: Model): number =>
    places.get(formatRelation(relation)) ?? steps.length;
  return found.toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((model) => [findRelation(steps, model.relation), model]);
}

function findRelation<Model extends { readonly relation: RelationName }>(
  models: readonly Model[],
  relation: RelationName,
): Model | undefined {
  return models.find((model) => formatRelation(model.relation) === formatRelation(relation));
}
