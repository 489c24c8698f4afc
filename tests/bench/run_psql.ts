import { existsSync } from "node:fs";
import { ConfigError } from "../../src/base/errors.ts";

/** The path in the native backend. */
const NATIVE = ".strata/native/usr/lib/postgresql/17/bin/psql";

/**
 * Runs psql on a database, quietly and stopping at the first error.
 *
 * @throws {ConfigError} If this machine has no psql.
 */
export async function runPsql(url: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await outputOf([
    "--no-psqlrc",
    "--quiet",
    "--set=ON_ERROR_STOP=1",
    "--output=/dev/null",
    url,
    ...args,
  ]);
  if (!success) throw new Error(`psql failed: ${new TextDecoder().decode(stderr)}`);
}

async function outputOf(args: readonly string[]): Promise<Deno.CommandOutput> {
  for (const program of ["psql", NATIVE]) {
    if (program === NATIVE && !existsSync(program)) continue;
    try {
      return await new Deno.Command(program, { args: [...args], stderr: "piped" }).output();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new ConfigError(
    "Cannot measure beside psql: it is not on PATH, install PostgreSQL's client " +
      "(the package postgresql-client) or start the native backend",
  );
}
