import { StrataError } from "../../../base/errors.ts";
import type { Manifest } from "../manifest/mod.ts";
import { connectionVariables, type Program, runProgram } from "../programs/mod.ts";

/** Options of {@linkcode runRestore}. */
export interface RunRestoreOptions {
  readonly url: string;
  readonly manifest: Manifest;
  readonly program: Program;
  /** Opens the dump anew. */
  readonly dump: () => AsyncIterable<Uint8Array>;
  readonly report?: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Feeds the dump to `pg_restore`, which therefore ends with this process. Not in parallel:
 * TimescaleDB's catalog has to be restored in order.
 */
export async function runRestore(options: RunRestoreOptions): Promise<void> {
  const { url, program, manifest, dump, report = () => {}, signal } = options;
  const connection = connectionVariables(url);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  await using list = await listWithoutExtension(options);
  await runProgram(program, {
    connection,
    args: [
      `--dbname=${connection.database}`,
      "--exit-on-error",
      "--no-password",
      ...list.args,
    ],
    input: watched(dump(), (bytes) => report(`restoring, ${Math.round(100 * bytes / total)} %`)),
    signal,
  });
}

async function* watched(
  source: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const bytes of source) {
    size += bytes.length;
    tell(size);
    yield bytes;
  }
}

interface ListFile extends AsyncDisposable {
  readonly args: readonly string[];
}

/**
 * Where the extension has a schema of its own, that schema stands already, and creating it would end
 * the restore: everything is restored but it.
 */
async function listWithoutExtension(options: RunRestoreOptions): Promise<ListFile> {
  const { url, program, manifest: { server: { schema } }, dump, signal } = options;
  if (schema === null || schema === "public") {
    return { args: [], [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  if (program.shell !== undefined) {
    throw new StrataError(
      `Cannot restore through the container: the extension lives in the schema "${schema}", ` +
        `install PostgreSQL's programs (${program.major}) on this machine`,
    );
  }
  let text = "";
  const decoder = new TextDecoder();
  await runProgram(program, {
    connection: connectionVariables(url),
    args: ["--list"],
    input: dump(),
    output: (bytes) => {
      text += decoder.decode(bytes, { stream: true });
      return Promise.resolve();
    },
    signal,
  });
  const file = await Deno.makeTempFile({ prefix: "strata_restore_" });
  await Deno.writeTextFile(file, withoutSchema(text, schema));
  return {
    args: [`--use-list=${file}`],
    [Symbol.asyncDispose]: () => Deno.remove(file),
  };
}

/** Leaves the schema of the extension out of a list of `pg_restore`. */
export function withoutSchema(list: string, schema: string): string {
  return list.split("\n").filter((line) =>
    !line.includes(` SCHEMA - ${schema} `) && !line.includes(" EXTENSION - timescaledb ") &&
    !line.includes(" COMMENT - EXTENSION timescaledb ")
  ).join("\n");
}
