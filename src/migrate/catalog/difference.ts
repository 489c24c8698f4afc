/** Something that is not as it should be. */
export interface Difference {
  /**
   * What it is about, without the schema where that is `public`: `ohlcv`, `ohlcv.volume`, `ix_ohlcv_time`,
   * or a migration.
   */
  readonly object: string;
  /** What of it differs: `table`, `type`, `primary key`, `chunk interval`, `retention policy` and so on. */
  readonly property: string;
  /** What it should be, null where there should be none. */
  readonly expected: string | null;
  /** What it is, null where there is none. */
  readonly actual: string | null;
  /**
   * Between what: `definitions` differ from the migrations, the `ledger` differs from the migrations,
   * or the `database` differs from what the migrations made of it.
   */
  readonly layer: DifferenceLayer;
}

/** Where a difference lies. */
export type DifferenceLayer = "definitions" | "ledger" | "database";

/** A difference before it is known where it lies. */
export type PlainDifference = Omit<Difference, "layer">;

/** Sorts differences by what they are about. */
export function compareDifferences(a: PlainDifference, b: PlainDifference): number {
  const [left, right] = [`${a.object}\0${a.property}`, `${b.object}\0${b.property}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A difference of two texts, or none. */
export function differ(
  object: string,
  property: string,
  expected: string | null,
  actual: string | null,
): readonly PlainDifference[] {
  return expected === actual ? [] : [{ object, property, expected, actual }];
}
