import { auditLookAhead } from "./audit_look_ahead.ts";
import type { AuditLookAheadOptions, Model } from "./audit_options.ts";
import { LookAheadError } from "./look_ahead_error.ts";

/**
 * Asserts that a model's answer at an instant does not depend on what was not known then; as
 * {@linkcode auditLookAhead}, for a test.
 *
 * @throws {LookAheadError} If it does, if it is not deterministic, or if it depends on the order in
 * which rows lie; the message names the first read that differed.
 *
 * @example
 * ```ts
 * import { asOf } from "@strata/foundation";
 * import { assertNoLookAhead, createTestDatabase } from "@strata/foundation/testing";
 *
 * Deno.test("growth is what was known", async () => {
 *   await using database = await createTestDatabase();
 *   // … load rows
 *   const at = "2024-09-26T12:29:00Z";
 *   await assertNoLookAhead(
 *     async (db) => (await asOf(db, { series: 1, at })).at(-1)?.value,
 *     { database, at },
 *   );
 * });
 * ```
 */
export async function assertNoLookAhead<T, TSchema extends Record<string, unknown>>(
  model: Model<T, TSchema>,
  options: AuditLookAheadOptions<TSchema>,
): Promise<void> {
  const report = await auditLookAhead(model, options);
  if (!report.ok) throw new LookAheadError(report);
}
