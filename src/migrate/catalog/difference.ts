/** A difference between the expected and the actual state. */
export interface Difference {
  /**
   * The object, without the schema if that is `public`: `ohlcv`, `ohlcv.volume`, `ix_ohlcv_time`,
   * or a migration.
   */
  readonly object: string;
  /**
   * The property that differs, such as `table`, `type`, `primary key`, `chunk interval` or
   * `retention policy`.
   */
  readonly property: string;
  /** The expected value; null if the object should not exist. */
  readonly expected: string | null;
  /** The actual value; null if the object does not exist. */
  readonly actual: string | null;
  /**
   * The side that differs: the `definitions` or the `ledger` from the migrations, or the `database`
   * from what the migrations create.
   */
  readonly layer: DifferenceLayer;
}

/** The side that differs from the migrations. */
export type DifferenceLayer = "definitions" | "ledger" | "database";

/** A difference without its layer. */
export type PlainDifference = Omit<Difference, "layer">;

/** Compares differences by object and property, for sorting. */
export function compareDifferences(a: PlainDifference, b: PlainDifference): number {
  const [left, right] = [`${a.object}\0${a.property}`, `${b.object}\0${b.property}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Returns the difference between two texts, if any. */
export function differ(
  object: string,
  property: string,
  expected: string | null,
  actual: string | null,
): readonly PlainDifference[] {
  return expected === actual ? [] : [{ object, property, expected, actual }];
}
