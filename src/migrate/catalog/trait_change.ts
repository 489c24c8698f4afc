import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { TraitModel } from "./trait_model.ts";

/** A difference in a trait. A side is null if the trait has its default there. */
export interface TraitChange {
  /** The table or other object that has the trait. */
  readonly relation: RelationName;
  /** The column, policy or other part of the object, or null. */
  readonly part: string | null;
  /** The property: `row level security`, `policy`, `identity options`. */
  readonly property: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

/** Compares traits one by one. */
export function traitChanges(
  expected: readonly TraitModel[],
  actual: readonly TraitModel[],
): readonly TraitChange[] {
  const [wanted, found] = [byKey(expected), byKey(actual)];
  return [...new Map([...wanted, ...found])].flatMap(([key, { schema, name, part, property }]) => {
    const [left, right] = [wanted.get(key)?.value ?? null, found.get(key)?.value ?? null];
    return left === right
      ? []
      : [{ relation: { schema, name }, part, property, expected: left, actual: right }];
  });
}

/** Returns the object of a change for people: `orders.may_read`. */
export function traitObject({ relation, part }: TraitChange): string {
  return part === null ? formatRelation(relation) : `${formatRelation(relation)}.${part}`;
}

function byKey(traits: readonly TraitModel[]): ReadonlyMap<string, TraitModel> {
  return new Map(
    traits.map((trait) =>
      [[trait.schema, trait.name, trait.part, trait.property].join("\0"), trait] as const
    ),
  );
}
