import type { SchemaDifference, SchemaReport } from "../verify/mod.ts";

/** Returns the differences of a schema that came in between two looks at it. */
export function newDifferences(
  before: SchemaReport | undefined,
  after: SchemaReport,
): readonly SchemaDifference[] {
  const known = new Set((before?.differences ?? []).map(keyOf));
  return after.differences.filter((difference) => !known.has(keyOf(difference)));
}

function keyOf({ object, property, expected, actual }: SchemaDifference): string {
  return JSON.stringify([object, property, expected, actual]);
}
