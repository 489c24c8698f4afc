import { StrataError } from "../../base/errors.ts";
import { sqlState } from "../../database/mod.ts";
import { updateStatement } from "./plan_upgrade.ts";
import { withRawClient } from "./raw_client.ts";

/** What an update did. */
export interface AppliedUpgrade {
  /** The version that the database has now. */
  readonly version: string;
  /** How long the statement took, in milliseconds. */
  readonly tookMs: number;
}

/**
 * Updates the extension, as the first statement of a connection of its own, and reads back what the
 * database has.
 *
 * @throws {StrataError} If the server refuses it, or has another version afterwards.
 */
export async function applyUpgrade(url: string, target: string): Promise<AppliedUpgrade> {
  const started = performance.now();
  await withRawClient(url, async (client) => {
    try {
      await client.query(updateStatement(target));
    } catch (cause) {
      throw new StrataError(`Cannot update TimescaleDB to "${target}": ${reason(cause)}`, {
        cause,
      });
    }
  });
  const tookMs = Math.round(performance.now() - started);
  const version = await withRawClient(url, async (client) => {
    const { rows: [row] } = await client.query<{ version: string }>(
      "select extversion as version from pg_catalog.pg_extension where extname = 'timescaledb'",
    );
    return row?.version;
  });
  if (version === target) return { version, tookMs };
  throw new StrataError(
    `Cannot update TimescaleDB to "${target}": the database has ${version ?? "none"} afterwards, ` +
      "look at the server's log",
  );
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  switch (sqlState(error)) {
    case "55P03":
      return "another session is at work in it, let it end (deno task upgrade --plan names it)";
    case "42501":
      return `${message}, log in as the extension's owner with MIGRATION_DATABASE_URL`;
    default:
      return `${message}, nothing was changed`;
  }
}
