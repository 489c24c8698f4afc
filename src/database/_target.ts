import { ConfigError } from "../base/errors.ts";
import { redactUrl } from "../base/settings/mod.ts";
import type { DatabaseSettings } from "../base/settings/mod.ts";
import { type TlsOptions, tlsOptions } from "./_tls.ts";
import { log } from "./_log.ts";

/** The server that a pool connects to, read from its URL. */
export interface Target {
  /** The host, IPv6 without brackets, or the folder of the socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: TlsOptions | false;
  /** `channel_binding=require`: the login is tied to the TLS connection. */
  readonly channelBinding: boolean;
  readonly applicationName: string | undefined;
  /** `pgbouncer=true`: no prepared statements, and no parameters that PgBouncer refuses. */
  readonly viaPgBouncer: boolean;
  /** The URL's `options`, sent to the server unchanged. */
  readonly options: string | undefined;
  /** `host:port/database`, for messages. */
  readonly label: string;
}

/**
 * Parses a `postgres://` URL. Its TLS parameters override the settings.
 *
 * @throws {ConfigError} If it is not such a URL; the message never repeats its password.
 */
export function parseTarget(text: string, ssl: DatabaseSettings["ssl"]): Target {
  const url = /^postgres(ql)?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) throw badUrl(text, "it is not postgres://user:<password>@host:port/database");
  const part = (encoded: string): string => decode(encoded, text);
  warnOfUnknown(url.searchParams);
  const host = url.searchParams.get("host") ?? part(url.hostname.replace(/^\[(.*)\]$/, "$1"));
  const user = part(url.username);
  if (host === "" || user === "") throw badUrl(text, "it lacks a host or a user");
  const port = url.port === "" ? 5432 : Number(url.port);
  const database = part(url.pathname.slice(1)) || user;
  return {
    host,
    port,
    database,
    user,
    password: part(url.password),
    tls: tlsOptions({
      mode: url.searchParams.get("sslmode") ?? ssl.mode,
      caFile: url.searchParams.get("sslrootcert") ?? ssl.caFile,
      certFile: url.searchParams.get("sslcert") ?? undefined,
      keyFile: url.searchParams.get("sslkey") ?? undefined,
    }),
    channelBinding: url.searchParams.get("channel_binding") === "require",
    viaPgBouncer: url.searchParams.get("pgbouncer") === "true",
    applicationName: url.searchParams.get("application_name") ?? undefined,
    options: url.searchParams.get("options") ?? undefined,
    label: `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`,
  };
}

const known = new Set([
  "application_name",
  "channel_binding",
  "host",
  "options",
  "pgbouncer",
  "sslcert",
  "sslkey",
  "sslmode",
  "sslrootcert",
]);

function warnOfUnknown(parameters: URLSearchParams): void {
  for (const name of parameters.keys()) {
    if (!known.has(name)) log.warning("The URL's parameter {name} has no effect", { name });
  }
}

function decode(encoded: string, url: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // The error is not kept as the cause: it repeats the text that failed to decode, perhaps the
    // password.
    throw badUrl(url, "a % in it is not followed by two digits, a % itself is written %25");
  }
}

function badUrl(text: string, why: string): ConfigError {
  const shown = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? redactUrl(text) : "the URL given";
  return new ConfigError(`Cannot use "${shown}" as a database: ${why}`);
}
