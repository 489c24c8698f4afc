/** The result of a query: the part that this package reads. */
export interface QueryRows<Row> {
  /** The rows, in the server's order. */
  readonly rows: Row[];
}

/**
 * Anything that runs a statement with parameters: a node-postgres client or pool, a PGlite, or an
 * object of that shape.
 */
export interface Queryable {
  /** Runs one statement and resolves with its rows. */
  // deno-lint-ignore no-explicit-any -- drivers' own overloads take any[] and give any rows
  query<Row = any>(text: string, values?: any[]): Promise<QueryRows<Row>>;
}
