/** The part of a `Pool` of `deno.land/x/postgres` (`jsr:@db/postgres`) that is used. */
export interface DenoPostgresPool {
  /** Lends a connection. */
  connect(): Promise<DenoPostgresClient>;
}

/** The part of its `PoolClient` that is used. */
export interface DenoPostgresClient {
  /** Whether the socket is open. */
  readonly connected: boolean;
  /** The session, with the backend's process. */
  readonly session: { readonly pid: number | undefined };
  /** Runs one statement and gives its rows as lists. */
  queryArray(query: DenoPostgresQuery): Promise<DenoPostgresResult>;
  /** Closes the connection; the pool opens it again when it is lent next. */
  end(): Promise<void>;
  /** Gives the connection back. */
  release(): void;
}

/** A statement, as deno-postgres takes it. */
export interface DenoPostgresQuery {
  /** The statement. */
  text: string;
  /** The values of its parameters. */
  args?: unknown[];
}

/** A result, as deno-postgres gives it. */
export interface DenoPostgresResult {
  /** The rows, decoded by deno-postgres. */
  readonly rows: unknown[][];
  /** How many rows were touched. */
  readonly rowCount?: number;
  /** What was done: `SELECT`, `INSERT`, `COMMIT`. */
  readonly command?: string;
  /** The columns of the rows. */
  readonly rowDescription?: {
    readonly columns: readonly { readonly name: string; readonly typeOid: number }[];
  } | undefined;
}
