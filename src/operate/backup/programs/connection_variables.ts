import { ConfigError } from "../../../base/errors.ts";

/** A database as PostgreSQL's programs are told of it: by variables, so that no argument shows it. */
export interface Connection {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly database: string;
  /** Every variable, the password's as well. */
  readonly variables: Readonly<Record<string, string>>;
  /** The password, to hide it in what a program says. */
  readonly password: string;
}

const PARAMETERS: Readonly<Record<string, string>> = {
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  "channel_binding": "PGCHANNELBINDING",
};

/** Reads a URL as the variables of PostgreSQL's programs. */
export function connectionVariables(url: string): Connection {
  const parsed = URL.parse(url);
  if (parsed === null) {
    throw new ConfigError("Cannot read the database's URL: correct DATABASE_URL");
  }
  const plain = (text: string): string => decodeURIComponent(text);
  const host = parsed.searchParams.get("host") ??
    plain(parsed.hostname).replace(/^\[(.*)\]$/, "$1");
  const port = parsed.port || "5432";
  const user = plain(parsed.username);
  const database = plain(parsed.pathname.slice(1)) || user;
  const password = plain(parsed.password);
  const variables: Record<string, string> = {
    PGHOST: host,
    PGPORT: port,
    PGUSER: user,
    PGDATABASE: database,
    PGCONNECT_TIMEOUT: "10",
    PGAPPNAME: "strata backup",
    // What they say is read here.
    LC_ALL: "C",
  };
  if (password !== "") variables["PGPASSWORD"] = password;
  for (const [name, variable] of Object.entries(PARAMETERS)) {
    const value = parsed.searchParams.get(name);
    if (value !== null) variables[variable] = value;
  }
  return { host, port, user, database, variables, password };
}

/** Names another database of the same server. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}
