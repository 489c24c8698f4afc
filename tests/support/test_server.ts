/** The servers that tests may need; `community` is TimescaleDB with its licensed features. */
export type ServerKind = "timescaledb" | "community" | "redis";

/** The URL of a server, or how to get one. */
export type TestServer = { readonly url: string } | { readonly missing: string };

const VARIABLES: Readonly<Record<ServerKind, string>> = {
  timescaledb: "STRATA_TEST_DATABASE_URL",
  community: "STRATA_TEST_COMMUNITY_URL",
  redis: "STRATA_TEST_REDIS_URL",
};

/** Returns the name of the variable with the servers of a kind. */
export function variableOf(kind: ServerKind): string {
  return VARIABLES[kind];
}

/** Returns the first server of a kind. */
export function testServer(kind: ServerKind): TestServer {
  const url = testServers(kind)[0];
  return url === undefined ? { missing: `needs ${VARIABLES[kind]}` } : { url };
}

/** Returns every server of a kind: a variable may list several, separated by commas. */
export function testServers(kind: ServerKind): readonly string[] {
  const text = Deno.env.get(VARIABLES[kind]) ?? "";
  return text.split(",").map((url) => url.trim()).filter((url) => url !== "");
}

/**
 * Tells whether a missing server is a failure: if `STRATA_TEST_REQUIRED` lists its kind, and in CI
 * for PostgreSQL and Redis.
 */
export function isServerRequired(
  kind: ServerKind | "python" | "chromium" | "s3" | "kafka",
): boolean {
  const inCi = /^(1|true)$/i.test(Deno.env.get("CI") ?? "");
  const standard = inCi ? "timescaledb,redis" : "";
  return (Deno.env.get("STRATA_TEST_REQUIRED") || standard).split(",").includes(kind);
}
