/** One statement of a history, with `{t}` where the name of the table stands. */
export interface Step {
  /**
   * Whether it writes rows, asks for them, or changes how the compressed table stores them; that
   * table alone takes a `layout`.
   */
  readonly kind: "write" | "read" | "layout";
  /** Its text. */
  readonly sql: string;
  /** The values of its parameters. */
  readonly values?: readonly unknown[];
  /**
   * How a `read` is sent: as it is, or prepared by name and run six times, after which the server
   * takes a plan that does not look at the values.
   */
  readonly isPrepared?: boolean;
}

/** Reads every row; the last step of each history. */
export const ALL: Step = { kind: "read", sql: "select * from {t} order by series, day, revision" };
