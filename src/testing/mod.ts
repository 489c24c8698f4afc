/**
 * A migrated database inside the process, for unit tests that need no server: PostgreSQL in
 * WebAssembly (PGlite) behind the same interface as `createDatabase`. And an auditor that finds
 * models that look ahead, on it or on a server.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { dataSources } from "@strata/foundation";
 * import { createTestDatabase } from "@strata/foundation/testing";
 *
 * Deno.test("sources are kept", async () => {
 *   await using database = await createTestDatabase();
 *   await database.db.insert(dataSources).values({ name: "ALFRED" });
 *   assert.equal((await database.db.select().from(dataSources))[0]?.name, "ALFRED");
 * });
 * ```
 *
 * @module
 */
export { createTestDatabase } from "./create_test_database.ts";
export { assertNoLookAhead, auditLookAhead, LookAheadError } from "./audit/mod.ts";
export type {
  AuditLookAheadOptions,
  DifferingRead,
  LookAheadFinding,
  LookAheadReport,
  Model,
} from "./audit/mod.ts";
export type { CreateTestDatabaseOptions, MigrationLedgers, TestDatabase } from "./test_database.ts";
