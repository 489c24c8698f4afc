import { pg } from "../base/driver/mod.ts";
import type { ConnectionError } from "../base/errors.ts";
import type { DatabaseSettings } from "../base/settings/mod.ts";
import { connectionFailure } from "./_failure.ts";
import { log, reasonOf } from "./_log.ts";
import { parameterRefusal } from "./_parameter_limit.ts";
import { quietError } from "./_quiet_error.ts";
import { nameLossOf } from "./_stream_loss.ts";
import type { Target } from "./_target.ts";
import { beginStatement, tracedPlace, traceStream } from "./_traced_statement.ts";
import { typeParsers } from "./_type_parsers.ts";
import { utcParameters } from "./_utc_parameters.ts";
import { Watchdog } from "./_watchdog.ts";

/** The settings that all connections of a pool share. */
export interface ClientProfile {
  readonly target: Target;
  readonly limits: DatabaseSettings;
  readonly applicationName: string;
  /** Whether writes are refused, for read replicas. */
  readonly readOnly: boolean;
  /** Every connection that is not yet closed. */
  readonly live: Set<Connection>;
}

/** A connection that knows its own state. */
export interface Connection extends pg.PoolClient {
  /** The error that ended it; `undefined` while it works. */
  readonly brokenBy: unknown;
  /** False until the last statement is fully answered. */
  readonly isReady: boolean;
  /** How long its borrower waited for it, in milliseconds; only while that is traced. */
  waitedMs?: number | undefined;
  /** Closes its socket at once. */
  kill(): void;
}

/**
 * A statement gets this much more time after the server should have cancelled it; then the
 * connection is closed.
 */
const CLIENT_GRACE_MS = 2_000;

/** Creates the class of a pool's connections. */
export function connectionClass(profile: ClientProfile): typeof pg.Client {
  const { statementTimeoutMs } = profile.limits;
  const limitMs = statementTimeoutMs === 0 ? Infinity : statementTimeoutMs + CLIENT_GRACE_MS;
  const place = tracedPlace(profile.target);
  return class extends pg.Client {
    brokenBy: unknown = undefined;
    waitedMs: number | undefined;
    readonly #watchdog = new Watchdog(limitMs, () => {
      this.brokenBy ??= lateAnswer();
      this.kill();
    });

    constructor() {
      super({ ...clientConfig(profile), ...withoutEnvironment });
      internals(this).binary = false;
      // as: the pool adds release() when it lends the connection; the rest is declared below.
      const self = this as unknown as Connection;
      profile.live.add(self);
      this.on("error", (error) => {
        this.brokenBy ??= error;
        log.debug("Connection to {target} failed: {reason}", {
          target: profile.target.label,
          reason: reasonOf(error),
        });
      });
      this.on("end", () => {
        this.brokenBy ??= new Error("Connection terminated");
        this.#watchdog.stop();
        profile.live.delete(self);
      });
    }

    get isReady(): boolean {
      return internals(this).readyForQuery === true;
    }

    kill(): void {
      this.connection.stream.destroy();
    }

    // deno-lint-ignore no-explicit-any -- the driver's overloads, passed on unchanged
    override connect(callback?: any): any {
      if (callback === undefined) return super.connect();
      super.connect((error: Error | null) => {
        // The driver leaves the socket of a refused login open until the server closes it.
        if (error) this.kill();
        callback(error);
      });
    }

    // deno-lint-ignore no-explicit-any -- the driver's overloads, passed on unchanged
    override query(config: any, values?: any, callback?: any): any {
      const refusal = parameterRefusal(Array.isArray(values) ? values : config?.values);
      if (refusal !== undefined) return refuse(refusal, callback);
      const sent = Array.isArray(values) ? utcParameters(values) : values;
      const limited = limitMs === Infinity
        ? config
        : withLimit(config, { sent, callback, limitMs });
      const isCalledBack = typeof sent === "function" || typeof callback === "function";
      const traced = isCalledBack ? undefined : beginStatement(config, place, this.waitedMs);
      this.waitedMs = undefined;
      if (typeof config?.submit === "function") {
        if (traced !== undefined) traceStream(config, traced);
        nameLossOf(config, (error) => this.#lossBy(error) ?? error);
      }
      const result: unknown = super.query(withUtc(limited), sent, callback);
      if (!(result instanceof Promise)) return result;
      this.#watchdog.begin();
      return result.then((answer) => {
        this.#watchdog.end();
        traced?.succeed(answer);
        return answer;
      }, (error) => {
        this.#watchdog.end();
        const failure = this.#failureOf(error);
        traced?.fail(failure);
        throw failure;
      });
    }

    /**
     * Sent with the first packet, so that every session starts with these settings without a
     * statement.
     */
    getStartupConf(): Record<string, string> {
      const { options: _, replication: __, ...startup } = driverStartup.getStartupConf.call(this);
      const { options } = profile.target;
      return { ...startup, ...(options ? { options } : {}), ...sessionParameters(profile) };
    }

    #failureOf(error: unknown): unknown {
      return this.#lossBy(error) ?? quietError(error);
    }

    /** Names an error that ends the connection, and ends it; undefined for the server's answers. */
    #lossBy(error: unknown): ConnectionError | undefined {
      const failure = connectionFailure(error, profile.target, "statement");
      if (failure === undefined) return undefined;
      this.brokenBy ??= error;
      this.kill();
      // A statement on a dead connection only reports that; the error that killed it says why.
      return connectionFailure(this.brokenBy, profile.target, "statement") ?? failure;
    }
  };
}

interface StartupSource {
  getStartupConf(): Record<string, string>;
}

// as: a driver method that is missing from its types.
const driverStartup = pg.Client.prototype as unknown as StartupSource;

interface Internals {
  readonly readyForQuery?: boolean;
  binary?: boolean;
}

function internals(client: object): Internals {
  // as: a driver field that is missing from its types.
  return client as Internals;
}

/** Reports an error as the driver does: to the callback, or else through a promise. */
function refuse(error: Error, callback: unknown): Promise<never> | undefined {
  if (typeof callback !== "function") return Promise.reject(error);
  queueMicrotask(() => callback(error));
  return undefined;
}

/** The driver's own error for a statement that it timed out. */
function lateAnswer(): Error {
  return new Error("Query read timeout");
}

/**
 * For what returns no promise (a stream, or a statement with a callback), lets the driver keep the
 * time limit.
 */
function withLimit(
  // deno-lint-ignore no-explicit-any -- a text, a query config or one of the driver's streams
  config: any,
  { sent, callback, limitMs }: {
    readonly sent: unknown;
    readonly callback: unknown;
    readonly limitMs: number;
  },
): unknown {
  if (typeof config?.submit === "function") config.query_timeout ??= limitMs;
  else if (typeof sent === "function" || typeof callback === "function") {
    const whole = typeof config === "string" ? { text: config } : config;
    return { "query_timeout": limitMs, ...whole };
  }
  return config;
}

// deno-lint-ignore no-explicit-any -- a text, a query config or one of the driver's streams
function withUtc(config: any): any {
  if (typeof config !== "object" || typeof config?.submit === "function") return config;
  return Array.isArray(config?.values)
    ? { ...config, values: utcParameters(config.values) }
    : config;
}

function clientConfig({ target, limits, applicationName }: ClientProfile): pg.ClientConfig {
  return {
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    // The driver calls a function only if the server wants a password, and then ignores PGPASSWORD
    // and ~/.pgpass.
    password: () => target.password,
    // A new object: the driver redefines the key's property in it to hide the key.
    ssl: target.tls === false ? false : { ...target.tls },
    enableChannelBinding: target.channelBinding,
    client_encoding: "UTF8",
    application_name: applicationName,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    types: typeParsers,
  };
}

// If one of these is not set, the driver reads PGOPTIONS, PGREPLICATION, PGBINARY and
// PGSSLNEGOTIATION. That needs a permission that may be missing, and could change the session
// against the settings. The values are removed once the driver has read them.
const withoutEnvironment = {
  options: " ",
  replication: " ",
  binary: true,
  sslnegotiation: "postgres",
} as const;

function sessionParameters({ limits, readOnly }: ClientProfile): Record<string, string> {
  // Drizzle parses timestamps in ISO form; UTC makes day boundaries the same everywhere. PgBouncer
  // accepts these two parameters and refuses the ones below.
  const shared = { TimeZone: "UTC", DateStyle: "ISO, MDY" };
  if (!limits.preparedStatements) return shared;
  return {
    ...shared,
    statement_timeout: String(limits.statementTimeoutMs),
    idle_in_transaction_session_timeout: String(limits.idleInTransactionTimeoutMs),
    ...(readOnly ? { default_transaction_read_only: "on" } : {}),
  };
}
