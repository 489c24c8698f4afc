import { formatRelation } from "../author/relation.ts";
import { differ, type PlainDifference } from "./difference.ts";
import type { TraitModel } from "./trait_model.ts";

/** Compares the traits of objects. */
export function diffTraits(
  expected: readonly TraitModel[],
  actual: readonly TraitModel[],
): readonly PlainDifference[] {
  const [wanted, found] = [Map.groupBy(expected, keyOf), Map.groupBy(actual, keyOf)];
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((key) => {
    const [left = [], right = []] = [wanted.get(key), found.get(key)];
    const [trait] = [...left, ...right];
    if (trait === undefined) return [];
    // A view that a migration left without rows may have been refreshed since.
    if (trait.property === "rows" && right.length === 0) return [];
    return differ(objectOf(trait), trait.property, textOf(left, trait), textOf(right, trait));
  });
}

/**
 * Removes differences in parts of objects that are missing or unexpected as a whole, since one
 * difference already reports them.
 */
export function withoutLostParts(
  traits: readonly PlainDifference[],
  others: readonly PlainDifference[],
): readonly PlainDifference[] {
  const lost = new Set(
    [...traits, ...others].filter(isWhole).map(({ object, property }) => `${object}\0${property}`),
  );
  const objects = new Set([...lost].map((key) => key.split("\0")[0] ?? ""));
  return traits.filter(({ object, property }) => {
    if (lost.has(`${object}\0${property}`)) return !hasLostParent(object, objects);
    return !objects.has(object) && !hasLostParent(object, objects);
  });
}

/** The properties that stand for the existence of an object. */
const wholes: ReadonlySet<string> = new Set([
  ...["table", "view", "enum", "function", "column", "index", "trigger", "hypertable"],
  ...["primary key", "unique key", "foreign key", "check", "exclusion", "continuous aggregate"],
  ...["sequence", "domain", "composite type", "range type", "aggregate", "policy", "statistics"],
  ...["rule", "identity"],
]);

function isWhole({ property, expected, actual }: PlainDifference): boolean {
  return wholes.has(property) && (expected === null || actual === null);
}

function hasLostParent(object: string, lost: ReadonlySet<string>): boolean {
  const end = object.lastIndexOf(".");
  return end > 0 && lost.has(object.slice(0, end));
}

function keyOf(trait: TraitModel): string {
  return `${objectOf(trait)}\0${trait.property}`;
}

function objectOf(trait: TraitModel): string {
  const whole = formatRelation(trait);
  return trait.part === null ? whole : `${whole}.${trait.part}`;
}

/** Joins the values of traits with the same key: functions may share a name. */
function textOf(traits: readonly TraitModel[], { usual }: TraitModel): string | null {
  return traits.length === 0 ? usual : traits.map(({ value }) => value).sort().join("; ");
}
