import { join } from "node:path";
import { z } from "zod";
import { StackError } from "../../base/errors.ts";
import type { ProgressEvent } from "../backend.ts";
import { runCommand } from "../command.ts";
import { readTextIfThere, removeIfThere } from "../files.ts";
import { withFileLock } from "../lock.ts";
import { removeStubborn, scratchPath } from "../scratch.ts";
import type { Platform } from "./platform.ts";
import { type PackageVersions, POSTGRES_PROGRAMS, unpackServers } from "./packages.ts";
import { wrapPrograms } from "./wrap_programs.ts";

/** Options of {@linkcode ensureTree}. */
export interface TreeOptions {
  /** The native backend's folder; the tree is its `usr`. */
  readonly folder: string;
  /** The folder of another stack, to take the tree from. */
  readonly source?: string | undefined;
  /** Finds the mirror if something must be downloaded. */
  readonly platform: () => Promise<Platform>;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the work. */
  readonly signal?: AbortSignal | undefined;
}

const MARKER = "usr/strata.json";

/** Reads the versions of an unpacked tree; `undefined` if there is none. */
export async function readTree(folder: string): Promise<PackageVersions | undefined> {
  const text = await readTextIfThere(join(folder, MARKER));
  if (text === undefined) return undefined;
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

/**
 * Unpacks the servers unless that is done. The tree appears in one step when it is complete, so
 * that an interrupted run leaves no partial one. With a source, they are unpacked there, and the
 * tree here consists of links to it.
 */
export async function ensureTree(options: TreeOptions): Promise<PackageVersions> {
  const { folder, source } = options;
  const found = await readTree(folder);
  if (found !== undefined) return found;
  if (source !== undefined) await ensureTree({ ...options, folder: source, source: undefined });
  const lock = { onWait: () => options.report(WAITING), signal: options.signal };
  return await withFileLock(join(folder, "lock"), async () => {
    const made = await readTree(folder);
    if (made !== undefined) return made;
    const work = await scratchPath(join(folder, "usr"));
    await Deno.mkdir(work, { recursive: true, mode: 0o755 });
    try {
      if (source === undefined) await unpackInto(work, options);
      else await copyTree(join(source, "usr"), join(work, "usr"));
      await removeIfThere(join(folder, "usr"));
      await Deno.rename(join(work, "usr"), join(folder, "usr"));
    } finally {
      await removeStubborn(work);
    }
    return await readTree(folder) ?? {};
  }, lock);
}

const WAITING = {
  kind: "step",
  message: "waiting for another one that unpacks the servers",
} as const;

async function unpackInto(work: string, options: TreeOptions): Promise<void> {
  const { platform, report, signal } = options;
  const versions = await unpackServers({ ...await platform(), folder: work, report, signal });
  await wrapPrograms(work);
  await checkTree(work);
  await Deno.writeTextFile(join(work, MARKER), `${JSON.stringify(versions, undefined, 2)}\n`);
}

async function copyTree(from: string, to: string): Promise<void> {
  // Hard links cost nothing; across file systems it must be a copy.
  const linked = await runCommand(["cp", "-al", from, to]);
  if (linked.code === 0) return;
  await removeIfThere(to);
  const copied = await runCommand(["cp", "-a", from, to]);
  if (copied.code === 0) return;
  throw new StackError(`Cannot copy "${from}": ${copied.stderr.trim()}`, { service: "native" });
}

async function checkTree(folder: string): Promise<void> {
  const program = join(folder, POSTGRES_PROGRAMS, "postgres");
  const result = await runCommand([program, "--version"], { env: { LC_ALL: "C" } });
  if (result.code === 0) return;
  throw new StackError(
    `Cannot use the unpacked servers: postgres does not run here (${result.stderr.trim()})`,
    { service: "native" },
  );
}
