import fc from "fast-check";

/** Any order; a shorter one lets the first actor go on to its end. */
export function anyChoices(maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat({ max: 11 }), { maxLength, size: "max" });
}
