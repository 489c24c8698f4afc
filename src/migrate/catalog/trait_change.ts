import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { TraitModel } from "./trait_model.ts";

/** Something beside the structure of an object that differs; a side is null where it is as usual. */
export interface TraitChange {
  /** The table, or whatever else has it. */
  readonly relation: RelationName;
  /** The column, policy or other part of it, or null. */
  readonly part: string | null;
  /** What of it: `row level security`, `policy`, `identity options`. */
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

/** What a change is about, for people: `orders.may_read`. */
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
