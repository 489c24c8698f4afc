/** The options that every error of this package takes besides its message. */
export interface StrataErrorOptions {
  /** The underlying error, if any. */
  readonly cause?: unknown;
}

/**
 * The base class of every error that this package throws, so that one `instanceof` catches them
 * all.
 */
export class StrataError extends Error {
  override readonly name: string = "StrataError";

  /** Creates the error from a message that holds no secret. */
  constructor(message: string, options: StrataErrorOptions = {}) {
    super(message, options);
  }
}

/** Thrown when settings, flags or a declaration are wrong; lists every problem found. */
export class ConfigError extends StrataError {
  override readonly name = "ConfigError";
  /** One entry per problem, each naming the variable or flag. */
  readonly problems: readonly string[];

  /** Creates the error from a message and a list of problems. */
  constructor(
    message: string,
    options: StrataErrorOptions & { problems?: readonly string[] } = {},
  ) {
    super(message, options);
    this.problems = options.problems ?? [message];
  }
}

/** Thrown when a service cannot be reached or refuses the login. */
export class ConnectionError extends StrataError {
  override readonly name = "ConnectionError";
  /** The service, as `verify` names it: `timescaledb`, `redis`, `mongodb`, `kafka`, `minio`. */
  readonly service: string;
  /** The SQLSTATE or the system's error code, if there is one. */
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

/** Thrown when a migration cannot be planned or applied. */
export class MigrationError extends StrataError {
  override readonly name = "MigrationError";
  /** The id of the migration, if the error is about a single one. */
  readonly migration: string | undefined;
  /** The ids of the migrations that the same run applied before it stopped. */
  readonly applied: readonly string[];
  /** The statement that failed, if one did. */
  readonly statement: string | undefined;
  /** The SQLSTATE of the failure, if the server gave one. */
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

/** Thrown when the server's edition or version lacks a required feature. */
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

/** Thrown when a service of the stack cannot be started, stopped or read. */
export class StackError extends StrataError {
  override readonly name = "StackError";
  /** The service or backend that failed. */
  readonly service: string;

  /** Creates the error for a service or backend. */
  constructor(message: string, options: StrataErrorOptions & { service: string }) {
    super(message, options);
    this.service = options.service;
  }
}

/** Thrown when a check of `verify` fails. */
export class VerifyError extends StrataError {
  override readonly name = "VerifyError";
}
