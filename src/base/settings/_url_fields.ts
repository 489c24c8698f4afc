import { Secret } from "./secret.ts";
import { redactUrl } from "./url.ts";
import { type Field, field, postgresDatabase } from "./_fields.ts";

/** A PostgreSQL URL and the parts of it that the settings show. */
export interface PostgresUrl {
  /** The URL as it was given. */
  readonly url: Secret;
  /** The host, IPv6 without brackets, or the folder of the socket. */
  readonly host: string;
  /** The port; 5432 if the URL names none. */
  readonly port: number;
  /** The database; the user's name if the URL names none. */
  readonly db: string;
  /** The user. */
  readonly user: string;
  /** The password; empty if the URL has none. */
  readonly password: Secret;
  /** The `sslmode` parameter, if there is one. */
  readonly sslmode: string | undefined;
}

// Without the brackets, the redactor would take the word for a password and hide it.
const WANTS = "postgres://user:<password>@host:5432/database, with @ : / ? # % in user and " +
  "password percent-encoded (@ is %40, % is %25)";

/** A PostgreSQL connection URL. Its message never repeats the value. */
export function postgresUrl(): Field<PostgresUrl> {
  return field(WANTS, readPostgresUrl);
}

function readPostgresUrl(text: string): PostgresUrl | undefined {
  const given = text.trim();
  // deno-lint-ignore no-control-regex -- control characters are what is refused
  if (!/^postgres(ql)?:\/\//i.test(given) || /[\s\x00-\x1f]/.test(given)) return undefined;
  const parsed = URL.parse(given);
  if (!parsed || parsed.hash !== "" || given.includes("#")) return undefined;
  const path = parsed.pathname.slice(1);
  // "user:12/rest@host" is parsed as host "user", port 12: the rest of the password is in the path.
  if (path.includes("/")) return undefined;
  if (parsed.port === "0") return undefined;
  const user = decode(parsed.username);
  const password = decode(parsed.password);
  const db = path === "" ? user : postgresDatabase().safeParse(decode(path)).data;
  const host = decode(parsed.hostname.replace(/^\[(.*)\]$/, "$1"));
  if (!user || password === undefined || !db || !host) return undefined;
  return {
    url: new Secret(given, redactUrl(given)),
    host,
    port: parsed.port === "" ? 5432 : Number(parsed.port),
    db,
    user,
    password: new Secret(password),
    sslmode: parsed.searchParams.get("sslmode") ?? undefined,
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" is the most common mistake in a password; the caller's message says how to write
    // it.
    return undefined;
  }
}
