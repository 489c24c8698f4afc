/** A stream that writes at once; what can no longer be written is dropped. */
export interface TextStream {
  /** Whether the stream is a terminal. */
  readonly isTerminal: boolean;
  /** Aborts when the reader at the other end is gone. */
  readonly closed: AbortSignal;
  /** Writes a text. */
  write(text: string): void;
}

interface RawStream {
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

/** Wraps stdout or stderr, so that a reader that stops early (`| head`) causes no error. */
export function openStream(raw: RawStream): TextStream {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  return {
    isTerminal: raw.isTerminal(),
    closed: gone.signal,
    write(text) {
      if (gone.signal.aborted) return;
      if (!writeAll(raw, encoder.encode(text))) gone.abort();
    },
  };
}

function writeAll(raw: RawStream, bytes: Uint8Array): boolean {
  let rest = bytes;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(raw.writeSync(rest));
    } catch (error) {
      if (error instanceof Deno.errors.BrokenPipe) return false;
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      // The pipe is non-blocking and full: wait for its reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}
