import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { ConfigError, StrataError } from "../../../base/errors.ts";
import { type CsvSource, sourceName } from "./csv_source.ts";

/** A file whose beginning has been read; disposing of it closes it. */
export interface OpenSource extends Disposable {
  readonly name: string;
  /** Its first bytes, at most 64 KiB. */
  readonly head: Uint8Array;
  /** How many bytes it has; undefined for pipes and streams. */
  readonly totalBytes: number | undefined;
  /** Yields all of its bytes from the beginning; may be called once. */
  chunks(): AsyncGenerator<Uint8Array>;
}

const HEAD_BYTES = 65_536;

/**
 * Opens a file or a stream and reads its beginning.
 *
 * @throws {ConfigError} If there is no such file.
 * @throws {StrataError} If it cannot be read.
 */
export async function openSource(source: CsvSource, signal?: AbortSignal): Promise<OpenSource> {
  const name = sourceName(source);
  const totalBytes = typeof source === "string" ? await sizeOf(source) : undefined;
  const iterator = bytesOf(source)[Symbol.asyncIterator]();
  const close = () => {
    // Not awaited: on a pipe that sends nothing, this never resolves.
    iterator.return?.()?.catch(() => {});
  };
  const next = async () => {
    try {
      return await unlessAborted(iterator.next(), signal);
    } catch (error) {
      throw signal?.aborted ? error : readError(name, error);
    }
  };
  const first: Uint8Array[] = [];
  let isDone = false;
  for (let bytes = 0; bytes < HEAD_BYTES && !isDone;) {
    const step = await next();
    if (step.done) isDone = true;
    else {
      first.push(step.value);
      bytes += step.value.length;
    }
  }
  return {
    name,
    head: joined(first).subarray(0, HEAD_BYTES),
    totalBytes,
    chunks,
    [Symbol.dispose]: close,
  };

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* first;
      for (let step = await next(); !step.done; step = await next()) yield step.value;
    } finally {
      close();
    }
  }
}

/** Waits for a promise, but rejects when the signal aborts: a pipe may never send anything. */
function unlessAborted<Value>(
  given: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return given;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    given.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function bytesOf(source: CsvSource): AsyncIterable<Uint8Array> {
  return typeof source === "string"
    ? createReadStream(source, { highWaterMark: 262_144 })
    : source.bytes;
}

/** The size of a file; undefined for a pipe. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) {
      throw new ConfigError(`Cannot read "${path}": it is a directory, name a file in it`);
    }
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw readError(path, error);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function readError(name: string, cause: unknown): StrataError {
  if (Object(cause).code === "ENOENT") {
    return new ConfigError(`Cannot read "${name}": there is no such file, correct its path`, {
      cause,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StrataError(`Cannot read "${name}": ${reason}`, { cause });
}
