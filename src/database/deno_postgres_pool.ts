/** The part of a `Pool` of `deno.land/x/postgres` (`jsr:@db/postgres`) that this package uses. */
export interface DenoPostgresPool {
  /** Lends a connection. */
  connect(): Promise<DenoPostgresClient>;
}

/** The part of its `PoolClient` that this package uses. */
export interface DenoPostgresClient {
  /** Whether the socket is open. */
  readonly connected: boolean;
  /** The session, with the id of the backend process. */
  readonly session: { readonly pid: number | undefined };
  /** Runs a statement and returns its rows as arrays. */
  queryArray(query: DenoPostgresQuery): Promise<DenoPostgresResult>;
  /** Closes the connection; the pool reopens it when it is lent again. */
  end(): Promise<void>;
  /** Returns the connection. */
  release(): void;
}

/** A statement as deno-postgres takes it. */
export interface DenoPostgresQuery {
  /** The statement. */
  text: string;
  /** The values of its parameters. */
  args?: unknown[];
}

/** A result as deno-postgres returns it. */
export interface DenoPostgresResult {
  /** The rows, decoded by deno-postgres. */
  readonly rows: unknown[][];
  /** The number of rows affected. */
  readonly rowCount?: number;
  /** The command: `SELECT`, `INSERT`, `COMMIT`. */
  readonly command?: string;
  /** The columns of the rows. */
  readonly rowDescription?: {
    readonly columns: readonly { readonly name: string; readonly typeOid: number }[];
  } | undefined;
}
