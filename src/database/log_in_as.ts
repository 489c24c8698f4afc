import { ConfigError } from "../base/errors.ts";
import { percentEncode, redactUrl, Secret } from "../base/settings/mod.ts";
import { createDatabase } from "./create_database.ts";
import type { Database } from "./database.ts";
import { originOf } from "./_origins.ts";

/** A login, and where its tables are. */
export interface Login {
  /** The role. */
  readonly role: string;
  /** Its password. */
  readonly password: string;
  /** Where it finds names without a schema; wins over the URL's `options`. */
  readonly searchPath: string;
}

/** A database under another login. */
export interface LoggedIn<TSchema extends Record<string, unknown>> {
  /** The pool, with the limits and the Drizzle schema of the one it was made from. */
  readonly database: Database<TSchema>;
  /** Its URL. */
  readonly url: Secret;
}

/**
 * Creates a pool on the same server and database, with the same TLS settings and limits, under another
 * login. It has no replicas. Past PgBouncer, which does not know the role, it takes the URL of the
 * migrations, if the settings have one.
 *
 * @throws {ConfigError} If the database was not created by `createDatabase`.
 */
export function logInAs<TSchema extends Record<string, unknown>>(
  database: Database<TSchema>,
  login: Login,
): LoggedIn<TSchema> {
  const origin = originOf(database.pool);
  if (origin === undefined) {
    throw new ConfigError(
      "Cannot log in as another role: the database was not created by createDatabase",
    );
  }
  const { options, settings } = origin;
  const { url: pooled, migrationUrl } = settings.database;
  const isPooler = /[?&]pgbouncer=true\b/.test(pooled.reveal());
  const base = options.url ?? (isPooler ? migrationUrl : pooled).reveal();
  const url = urlOf(base, login);
  const poolSize = database.pool.options.max ?? settings.database.poolSize;
  return {
    // as: the options are those of a database with this schema.
    database: createDatabase<TSchema>({
      ...options as typeof options & { readonly schema?: TSchema },
      settings,
      url,
      limits: { ...settings.database, ...options.limits, poolSize, maxOverflow: 1 },
    }),
    url: new Secret(url, redactUrl(url)),
  };
}

function urlOf(base: string, { role, password, searchPath }: Login): string {
  const url = new URL(base);
  url.username = percentEncode(role);
  url.password = percentEncode(password);
  const options = url.searchParams.get("options");
  // The server takes the last word of a setting that comes twice.
  if (options !== null && /search_path/.test(options)) {
    url.searchParams.set("options", `${options} -c search_path=${searchPath}`);
  }
  return url.href;
}
