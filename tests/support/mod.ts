/**
 * Support shared by tests: their servers, and throwaway databases on them.
 *
 * @module
 */
export {
  type OwnServer,
  type OwnServerOptions,
  serverPrograms,
  startOwnServer,
} from "./own_server.ts";
export { type OwnServerTest, ownServerTests } from "./own_server_tests.ts";
export { type KafkaDouble, startKafkaDouble } from "./kafka_double.ts";
export { type MongodbDouble, startMongodbDouble } from "./mongodb_double.ts";
export { hasRedisServer, type OwnRedis, startOwnRedis } from "./own_redis.ts";
export {
  type Pgbouncer,
  type PgbouncerOptions,
  pgbouncerTest,
  startPgbouncer,
} from "./pgbouncer.ts";
export { type BrowserTest, browserTest } from "./chromium.ts";
export { runTask, startTask, type TaskRun } from "./project_task.ts";
export { pythonTest, type RunPython } from "./python.ts";
export {
  type DatabaseTest,
  type RedisTest,
  type RedisUnderTest,
  serverTest,
} from "./server_test.ts";
export {
  isServerRequired,
  type ServerKind,
  type TestServer,
  testServer,
  testServers,
} from "./test_server.ts";
export {
  openClient,
  type ThrowawayDatabase,
  throwawayDatabase,
  type ThrowawayOptions,
  withDatabase,
} from "./throwaway_database.ts";
export { type ProvidedServers, type ProvideOptions, provideServers } from "./provide_servers.ts";
