/** The options that every error of this package takes beside its message. */
export interface StrataErrorOptions {
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
}

/** The base of every error that this package throws, so that one `instanceof` catches them all. */
export class StrataError extends Error {
  override readonly name: string = "StrataError";

  /** Creates the error from a message that holds no secret. */
  constructor(message: string, options: StrataErrorOptions = {}) {
    super(message, options);
  }
}

/** Settings, flags or a declaration are wrong: every problem found is listed. */
export class ConfigError extends StrataError {
  override readonly name = "ConfigError";
  /** One line a problem, each naming the variable or flag. */
  readonly problems: readonly string[];

  /** Creates the error from a message and the list of problems behind it. */
  constructor(
    message: string,
    options: StrataErrorOptions & { problems?: readonly string[] } = {},
  ) {
    super(message, options);
    this.problems = options.problems ?? [message];
  }
}

/** A service could not be reached, or refused the log-in. */
export class ConnectionError extends StrataError {
  override readonly name = "ConnectionError";
  /** The service, as `verify` names it: `timescaledb`, `redis`, `mongodb`, `kafka`, `minio`. */
  readonly service: string;
  /** The SQLSTATE or the system's error code, where there is one. */
  readonly code: string | undefined;

  /** Creates the error for one service. */
  constructor(
    message: string,
    options: StrataErrorOptions & { service: string; code?: string | undefined },
  ) {
    super(message, options);
    this.service = options.service;
    this.code = options.code;
  }
}

/** A migration could not be planned or applied. */
export class MigrationError extends StrataError {
  override readonly name = "MigrationError";
  /** The id of the migration, where one is concerned. */
  readonly migration: string | undefined;
  /** The ids that were applied by the same run before it stopped. */
  readonly applied: readonly string[];
  /** The statement that failed, where one did. */
  readonly statement: string | undefined;
  /** The SQLSTATE of the failure, where the server gave one. */
  readonly code: string | undefined;

  /** Creates the error for a migration. */
  constructor(
    message: string,
    options: StrataErrorOptions & {
      migration?: string | undefined;
      applied?: readonly string[];
      statement?: string | undefined;
      code?: string | undefined;
    } = {},
  ) {
    super(message, options);
    this.migration = options.migration;
    this.applied = options.applied ?? [];
    this.statement = options.statement;
    this.code = options.code;
  }
}

/** The server's edition or version lacks a feature that was required. */
export class EditionError extends StrataError {
  override readonly name = "EditionError";
  /** The feature that is missing. */
  readonly feature: string;
  /** The edition found: `community`, `apache` or `none`. */
  readonly edition: string;

  /** Creates the error for a feature and the edition that lacks it. */
  constructor(message: string, options: StrataErrorOptions & { feature: string; edition: string }) {
    super(message, options);
    this.feature = options.feature;
    this.edition = options.edition;
  }
}

/** A service of the stack could not be started, stopped or read. */
export class StackError extends StrataError {
  override readonly name = "StackError";
  /** The service or backend concerned. */
  readonly service: string;

  /** Creates the error for a service or backend. */
  constructor(message: string, options: StrataErrorOptions & { service: string }) {
    super(message, options);
    this.service = options.service;
  }
}

/** A check of `verify` failed. */
export class VerifyError extends StrataError {
  override readonly name = "VerifyError";
}
