import { connectingPaths } from "./connecting_paths.ts";
import type { BadServers, FailingPath } from "./failing_path.ts";

const nobody = {
  DATABASE_URL: "",
  MIGRATION_DATABASE_URL: "",
  DATABASE_REPLICA_URLS: "",
  POSTGRES_PORT: "1",
  REDIS_PORT: "1",
  MONGO_PORT: "1",
  MINIO_PORT: "1",
  KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1",
};

/** The failing paths of every task that connects. */
export function failingPaths(servers: BadServers): readonly FailingPath[] {
  const { postgres, redis, echo, password, database } = servers;
  const wrong = `postgres://u:${password}@${postgres}/strata`;
  const refused = { DATABASE_URL: wrong, MIGRATION_DATABASE_URL: wrong };
  const store = { MINIO_HOST: "127.0.0.1", MINIO_PORT: echo.port };
  const open = { DATABASE_URL: database, MIGRATION_DATABASE_URL: database, ...store };
  return [
    {
      name: "no service answers",
      command: ["verify"],
      env: nobody,
      code: 3,
      says: /127\.0\.0\.1:1\b/,
      isShort: true,
    },
    {
      name: "every service answers what it was sent",
      command: ["verify"],
      env: {
        ...refused,
        ...store,
        MONGO_PORT: echo.port,
        KAFKA_BOOTSTRAP_SERVERS: `127.0.0.1:${echo.port}`,
        REDIS_HOST: "127.0.0.1",
        REDIS_PORT: echo.port,
      },
      // What each client makes of it depends on which half of the answer it sees first.
      code: [1, 3],
      says: /fail/,
      isShort: true,
    },
    {
      name: "Redis refuses the password",
      command: ["verify", "--service=redis"],
      env: { REDIS_HOST: redis.host, REDIS_PORT: redis.port },
      code: 1,
      says: /refused the log-in/,
      isShort: true,
    },
    ...connectingPaths(servers),
    {
      name: "a database that is missing",
      command: ["migrate", "status"],
      env: { MIGRATION_DATABASE_URL: database.replace(/[^/]*$/, "strata_not_there") },
      code: 3,
      says: /does not exist/,
    },
    {
      name: "a table that is missing",
      command: ["export", "table", "no_such_table", "--to=x.csv"],
      env: open,
      code: 2,
      says: /no_such_table/,
    },
    {
      name: "a source that repeats the key",
      command: ["fetch", "fred", "GDPC1"],
      env: { ...open, FRED_API_URL: `${echo.url}/400`, REDIS_PORT: "1" },
      code: 1,
      says: /GDPC1|FRED/,
    },
    {
      name: "a source that redirects with the key",
      command: ["fetch", "fred", "GDPC1"],
      env: { ...open, FRED_API_URL: `${echo.url}/302`, REDIS_PORT: "1" },
      code: 1,
      says: /GDPC1|FRED/,
    },
    {
      name: "a source that nobody answers for",
      command: ["fetch", "fred", "GDPC1"],
      // It tries again after pauses.
      env: { ...open, FRED_API_URL: `${servers.closed}/fred`, REDIS_PORT: "1" },
      code: 1,
      says: /127\.0\.0\.1:\d+ cannot be reached/,
    },
    {
      name: "a source whose answer is no JSON and holds the key",
      command: ["fetch", "fred", "GDPC1"],
      env: { ...open, FRED_API_URL: `${echo.url}/200`, REDIS_PORT: "1" },
      code: 1,
      says: /GDPC1|FRED/,
    },
    {
      name: "an object store that repeats the request",
      command: ["export", "table", "instruments", "--to=s3://b/x.csv"],
      env: open,
      code: 1,
      says: /the server says 403/,
      isShort: true,
    },
    {
      name: "a backup to an object store that repeats the request",
      command: ["backup", "--to=s3://b/x"],
      env: open,
      code: 1,
      says: /s3|Cannot/,
    },
    {
      name: "a backup of an object store that repeats the request",
      command: ["restore", "s3://b/x/newest"],
      env: open,
      code: 1,
      says: /s3|Cannot/,
      isShort: true,
    },
    {
      name: "the doctor's report of servers that run",
      command: ["doctor", "--report=report.txt"],
      env: { ...open, REDIS_HOST: redis.host, REDIS_PORT: redis.port },
      // Their ports are taken, by themselves.
      code: [0, 1],
      says: /report\.txt/,
    },
    {
      name: "the doctor's report",
      command: ["doctor", "--report=report.txt"],
      env: nobody,
      code: 0,
      says: /report\.txt/,
      isShort: true,
    },
  ];
}
