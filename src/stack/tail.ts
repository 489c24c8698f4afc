import { setTimeout as sleep } from "node:timers/promises";

/** Options of {@linkcode readLines}. */
export interface ReadLinesOptions {
  /** How many of the last lines come first; by default all. */
  readonly lines?: number | undefined;
  /** Whether to continue with later lines until the signal aborts. */
  readonly follow: boolean;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

const BLOCK = 64 * 1024;

/** Reads the lines of a log file; a missing file counts as empty. */
export async function* readLines(path: string, options: ReadLinesOptions): AsyncIterable<string> {
  const { follow, signal } = options;
  let offset = options.lines === undefined ? 0 : await findLastLines(path, options.lines);
  let rest = "";
  const decoder = new TextDecoder();
  while (!signal?.aborted) {
    const size = await fileSize(path);
    // A rotated log starts again.
    if (size < offset) offset = 0;
    while (offset < size && !signal?.aborted) {
      const block = await readBlock(path, offset, Math.min(size, offset + BLOCK));
      if (block.length === 0) break;
      offset += block.length;
      const lines = (rest + decoder.decode(block, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (!follow) break;
    await pause(200, signal);
  }
  if (!follow && rest !== "") yield rest;
}

/** Returns the last lines of a log file, for an error message. */
export async function lastLines(path: string, lines: number): Promise<string[]> {
  return await Array.fromAsync(readLines(path, { lines, follow: false }));
}

/** Moves a large log file aside, replacing the previous one. */
export async function rotateLog(path: string, limit = 20 * 1024 * 1024): Promise<void> {
  if (await fileSize(path) > limit) await Deno.rename(path, `${path}.1`);
}

async function findLastLines(path: string, wanted: number): Promise<number> {
  const size = await fileSize(path);
  if (wanted <= 0) return size;
  let start = size;
  let seen = 0;
  while (start > 0) {
    const from = Math.max(0, start - BLOCK);
    const block = await readBlock(path, from, start);
    for (let index = block.length - 1; index >= 0; index--) {
      const isLineEnd = block[index] === 0x0a && from + index !== size - 1;
      if (isLineEnd && ++seen >= wanted) return from + index + 1;
    }
    start = from;
  }
  return 0;
}

async function fileSize(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

async function readBlock(path: string, from: number, to: number): Promise<Uint8Array> {
  using file = await Deno.open(path);
  await file.seek(from, Deno.SeekMode.Start);
  const block = new Uint8Array(to - from);
  let filled = 0;
  while (filled < block.length) {
    const read = await file.read(block.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return block.subarray(0, filled);
}

async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delayMs, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
