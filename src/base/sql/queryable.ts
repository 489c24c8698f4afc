/** What a query gives back: the part of a driver's result that this package reads. */
export interface QueryRows<Row> {
  /** The rows, in the server's order. */
  readonly rows: Row[];
}

/**
 * Whatever runs one statement with parameters: a node-postgres client or pool, a PGlite, or
 * anything of that shape.
 */
export interface Queryable {
  /** Runs one statement and resolves with its rows. */
  // deno-lint-ignore no-explicit-any -- drivers' own overloads take any[] and give any rows
  query<Row = any>(text: string, values?: any[]): Promise<QueryRows<Row>>;
}
