import type { BadServers, FailingPath } from "./failing_path.ts";

/** A way in which the database cannot be reached. */
export interface Unreachable {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly code: number;
  /** What is no secret, and stays readable. */
  readonly says: RegExp;
}

/** The ways in which a connection fails, each with the password in the URL. */
export function unreachable({ postgres, password, database }: BadServers): readonly Unreachable[] {
  const both = (url: string) => ({ DATABASE_URL: url, MIGRATION_DATABASE_URL: url });
  return [
    {
      name: "a wrong password",
      env: both(`postgres://quinn:${password}@${postgres}/market`),
      code: 3,
      says: /(?=.*quinn).*(password|log-in)/s,
    },
    {
      name: "nobody at the port",
      env: both(`postgres://quinn:${password}@127.0.0.1:1/market`),
      code: 3,
      says: /127\.0\.0\.1:1\b/,
    },
    {
      name: "an unknown host",
      env: both(`postgres://quinn:${password}@strata-nowhere.invalid:5433/market`),
      code: 3,
      says: /strata-nowhere\.invalid:5433/,
    },
    {
      name: "TLS that the server does not have",
      env: { ...both(database), DB_SSL: "require" },
      code: 3,
      says: /The server does not support SSL connections/,
    },
    {
      name: "a port that is none",
      env: both(`postgres://quinn:${password}@127.0.0.1:99999/market`),
      code: 2,
      says: /DATABASE_URL has a value that cannot be used/,
    },
    {
      name: "a password as a parameter",
      env: both(`postgres://quinn@127.0.0.1:1/market?password=${password}&sslpassword=${password}`),
      code: 3,
      says: /127\.0\.0\.1:1\b/,
    },
  ];
}

const commands: readonly (readonly [task: string, ...args: string[]])[] = [
  ["load", "--table=instruments", "--file=x.csv"],
  ["migrate"],
  ["backup"],
  ["archive", "list"],
  ["export", "as-of", "A/B", "--at=now", "--to=x.csv"],
  ["show", "A/B"],
  ["fetch", "list"],
  ["upgrade", "--plan"],
];

/** Every task that connects by itself, with every way to fail; in the short form each once. */
export function connectingPaths(servers: BadServers): readonly FailingPath[] {
  const ways = unreachable(servers);
  return commands.flatMap((command, place) =>
    ways.map(({ name, ...way }, at) => ({
      ...way,
      name: `${name} for ${command[0]}`,
      command,
      ...(at === place % ways.length ? { isShort: true as const } : {}), // not any boolean
    }))
  );
}
