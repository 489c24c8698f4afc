import { formatRelation } from "../author/relation.ts";
import { differ, type PlainDifference } from "./difference.ts";
import type { TraitModel } from "./trait_model.ts";

/** Compares what objects have beside their structure. */
export function diffTraits(
  expected: readonly TraitModel[],
  actual: readonly TraitModel[],
): readonly PlainDifference[] {
  const [wanted, found] = [Map.groupBy(expected, keyOf), Map.groupBy(actual, keyOf)];
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((key) => {
    const [left = [], right = []] = [wanted.get(key), found.get(key)];
    const [trait] = [...left, ...right];
    if (trait === undefined) return [];
    // Rows that a migration did not fill may have been filled since.
    if (trait.property === "rows" && right.length === 0) return [];
    return differ(objectOf(trait), trait.property, textOf(left, trait), textOf(right, trait));
  });
}

/**
 * Differences without those of objects that are gone or too much as a whole: that one difference says
 * it all.
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

/** Properties that say of a whole object that it is there. */
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

/** Functions of one name have several values. */
function textOf(traits: readonly TraitModel[], { usual }: TraitModel): string | null {
  return traits.length === 0 ? usual : traits.map(({ value }) => value).sort().join("; ");
}
