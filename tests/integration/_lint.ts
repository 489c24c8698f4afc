import assert from "node:assert/strict";
import { type Finding, lintMigrations } from "../../src/migrate/lint/mod.ts";
import { defineMigration, splitStatements, type Target, targetOf } from "../../src/migrate/mod.ts";
import { detectServer } from "../../src/timescale/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";

// deno-lint-ignore no-explicit-any -- a row has whatever columns the test selects
type Row = any;

/** What a proof gets: an empty database with TimescaleDB. */
export interface LintProof {
  /** The server. */
  readonly target: Target;
  /** Runs statements in order. */
  run(sql: string): Promise<void>;
  /** The first row of a query. */
  one(sql: string): Promise<Row>;
  /** Why the server refuses a statement, or null if it accepts it; always rolled back. */
  refusal(sql: string): Promise<string | null>;
  /** What lint finds in a migration that follows another. */
  lint(before: string, sql: string, transaction?: boolean): Promise<readonly Finding[]>;
  /** Asserts that a rule finds something. */
  finds(code: string, sql: string, before?: string): Promise<void>;
}

/** Declares a proof on every Community server. */
export function lintProof(name: string, prove: (t: LintProof) => Promise<void>): void {
  serverTest(
    "community",
    `lint: ${name}`,
    async (_t, database) => await prove(await proofContext(database)),
    { timescaledb: true },
  );
}

async function proofContext({ client }: ThrowawayDatabase): Promise<LintProof> {
  const target = targetOf(await detectServer(client));
  const run = async (sql: string): Promise<void> => {
    for (const statement of splitStatements(sql)) await client.query(statement);
  };
  const lint: LintProof["lint"] = (before, sql, transaction = true) =>
    lintMigrations([
      defineMigration("0001_before", { up: (m) => m.sql(before) }),
      defineMigration("0002_tested", { up: (m) => m.sql(sql), transaction }),
    ], { target }).then((findings) =>
      findings.filter(({ migration }) => migration === "0002_tested")
    );
  return {
    target,
    run,
    one: async (sql) => (await client.query(sql)).rows[0],
    refusal: async (sql) => {
      const alone = /\bconcurrently\b/.test(sql);
      if (!alone) await client.query("begin");
      try {
        await run(sql);
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        if (!alone) await client.query("rollback");
      }
    },
    lint,
    finds: async (code, sql, before = "select 1") => {
      const codes = (await lint(before, sql)).map((finding) => finding.code);
      assert.ok(codes.includes(code), `lint finds ${codes.join(", ")} in ${sql}`);
    },
  };
}
