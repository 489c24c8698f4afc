import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import type { CatalogState } from "../catalog/catalog_state.ts";
import { diffTimescale } from "../catalog/diff_timescale.ts";
import type { TableDdl } from "../catalog/table_ddl.ts";
import type { TraitChange } from "../catalog/trait_change.ts";
import { catalogDdl } from "./catalog_ddl.ts";
import { catalogSteps } from "./catalog_steps.ts";
import { differenceNote, type GeneratedStep, sortSteps } from "./generated_step.ts";
import { changedColumns, withRemadeParts } from "./remade_parts.ts";
import { timescaleSteps } from "./timescale_steps.ts";
import { traitSteps } from "./trait_steps.ts";

/** The expected and the actual state, and their differences. */
export interface StepsBetween {
  readonly expected: CatalogState;
  readonly actual: CatalogState;
  readonly changes: readonly CatalogChange[];
  readonly traits: readonly TraitChange[];
  /** Whether the steps are for `down`. */
  readonly isBack: boolean;
  /** The indexes declared with `.concurrently()`, as `table.index`. */
  readonly concurrent: ReadonlySet<string>;
  /** Returns the DDL of an expected table if it is declared. */
  readonly partsOf: (relation: RelationName) => TableDdl | undefined;
  /** Returns the statement that creates an expected policy if it is declared. */
  readonly policyOf: (relation: RelationName, name: string) => string | undefined;
}

/**
 * Creates the ordered steps from the actual to the expected state. Every difference leads to a step
 * or a note.
 */
export function stepsBetween(sides: StepsBetween): readonly GeneratedStep[] {
  const { expected, actual, partsOf, policyOf } = sides;
  const { changes, traits: traitsChanged } = withRemadeParts(sides, {
    expected: expected.catalog,
    actual: actual.catalog,
  });
  const tables = changes.filter((change) => change.part === "table");
  const dropped = namesOf(
    tables.flatMap(({ expected, actual }) => expected === null && actual !== null ? [actual] : []),
  );
  const made = namesOf(
    tables.flatMap(({ expected, actual }) =>
      actual === null && expected !== null ? [expected] : []
    ),
  );
  const madeColumns = new Set(
    changes.flatMap((change) =>
      change.part === "column" && change.actual === null
        ? [`${formatRelation(change.relation)}.${change.expected?.name}`]
        : []
    ),
  );
  const hypertables = namesOf(
    [...expected.timescale.hypertables, ...actual.timescale.hypertables]
      .map(({ relation }) => relation),
  );
  const traits = [expected.catalog.traits, actual.catalog.traits] as const;
  const inTimescale = timescaleSteps(expected.timescale, actual.timescale, {
    isDropped: (name) => dropped.has(name),
    isNew: (name) => made.has(name),
    isBack: sides.isBack,
    columns: changedColumns(changes),
  });
  return sortSteps([
    ...catalogSteps(changes, {
      findDdl: (table) => partsOf(table) ?? catalogDdl(table, expected.catalog.traits),
      partsOf,
      traits,
      isBack: sides.isBack,
      isConcurrent: (relation, index) =>
        sides.concurrent.has(`${formatRelation(relation)}.${index}`),
      isHypertable: (relation) => hypertables.has(formatRelation(relation)),
    }),
    ...traitSteps(traitsChanged, {
      isDropped: (relation) => dropped.has(formatRelation(relation)),
      isMade: (relation, column) =>
        made.has(formatRelation(relation)) ||
        madeColumns.has(`${formatRelation(relation)}.${column}`),
      isCompressed: (relation) =>
        expected.timescale.hypertables.some((table) =>
          table.compression !== null && formatRelation(table.relation) === formatRelation(relation)
        ),
      traits: expected.catalog.traits,
      policyOf,
    }),
    ...inTimescale,
    ...(inTimescale.length > 0 ? [] : diffTimescale(expected.timescale, actual.timescale)
      .filter(({ object }) => !dropped.has(object)).map(differenceNote)),
  ]);
}

function namesOf(relations: readonly RelationName[]): ReadonlySet<string> {
  return new Set(relations.map(formatRelation));
}
