/** A run of a task that fails, or tells much, with a canary in every secret. */
export interface FailingPath {
  /** What goes wrong. */
  readonly name: string;
  /** The task and its arguments. */
  readonly command: readonly [task: string, ...args: string[]];
  /** The environment beside the canaries. */
  readonly env?: Readonly<Record<string, string>>;
  /** The exit code, or those that it may be. */
  readonly code: number | readonly number[];
  /** What its output says all the same. */
  readonly says: RegExp;
  /** Whether the short form runs it. */
  readonly isShort?: true;
}

/** The servers that refuse or answer badly. */
export interface BadServers {
  /** The address of a PostgreSQL that runs, `host:port`. */
  readonly postgres: string;
  /** The address of a Redis that runs, and its port. */
  readonly redis: { readonly host: string; readonly port: string };
  /** A server on loopback that repeats what it was sent. */
  readonly echo: { readonly url: string; readonly port: string };
  /** An address at which nobody answers. */
  readonly closed: string;
  /** The password of all, percent-encoded. */
  readonly password: string;
  /** The URL of a migrated database that lets in. */
  readonly database: string;
}
