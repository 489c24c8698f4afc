/** A point of a curve. */
export interface Point {
  /** Its position: days for a curve of tenors. */
  readonly x: number;
  /** Its value. */
  readonly y: number;
}
