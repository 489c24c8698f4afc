import { isServerRequired, type ServerKind, testServer, testServers } from "./test_server.ts";
import {
  type ThrowawayDatabase,
  throwawayDatabase,
  type ThrowawayOptions,
} from "./throwaway_database.ts";

/** What a Redis test gets. */
export interface RedisUnderTest {
  /** The server's URL. */
  readonly url: string;
  /** The prefix for every key of this test: other tests use the same server. */
  readonly prefix: string;
}

/** A test with its own empty database. */
export type DatabaseTest = (t: Deno.TestContext, db: ThrowawayDatabase) => Promise<void>;

/** A test with a Redis. */
export type RedisTest = (t: Deno.TestContext, redis: RedisUnderTest) => Promise<void>;

/**
 * Declares a test that needs a server. `timescaledb` gives it an empty database on any server,
 * `community` one on each Community server, `redis` a URL. Without a server, the test is ignored
 * and its name says what is missing; if the server is required, it fails.
 */
export function serverTest(
  kind: "timescaledb" | "community",
  name: string,
  run: DatabaseTest,
  options?: ThrowawayOptions,
): void;
/** Declares a test that needs Redis. */
export function serverTest(kind: "redis", name: string, run: RedisTest): void;
export function serverTest(
  kind: ServerKind,
  name: string,
  run: DatabaseTest | RedisTest,
  options: ThrowawayOptions = {},
): void {
  const server = testServer(kind);
  if ("missing" in server) return declareMissing(kind, `${name} (${server.missing})`);
  if (kind === "redis") {
    const redisTest = run as RedisTest; // the overloads pair the kind with the function
    const prefix = `strata_test:${crypto.randomUUID().slice(0, 8)}:`;
    Deno.test(name, (t) => redisTest(t, { url: server.url, prefix }));
    return;
  }
  const databaseTest = run as DatabaseTest; // the overloads pair the kind with the function
  const urls = kind === "community" ? testServers(kind) : [server.url];
  for (const url of urls) {
    Deno.test(urls.length > 1 ? `${name} (${new URL(url).host})` : name, async (t) => {
      await using database = await throwawayDatabase(url, options);
      await databaseTest(t, database);
    });
  }
}

function declareMissing(kind: ServerKind, name: string): void {
  if (!isServerRequired(kind)) {
    Deno.test({ name, ignore: true, fn: () => {} });
    return;
  }
  Deno.test(name, () => {
    throw new Error(`Cannot run the test: no ${kind} server is given, and here it must be`);
  });
}
