import type { Sink } from "../../../base/object_store/mod.ts";

/** Thrown where nobody reads the output any more, as `head` ends: no failure. */
export class ReaderGone extends Error {
  override readonly name: string = "ReaderGone";
}

/** Writes to standard output, as fast as it is read. */
export function outputSink(output: { write(bytes: Uint8Array): Promise<number> }): Sink {
  return {
    place: "standard output",
    async write(bytes) {
      try {
        for (let at = 0; at < bytes.length;) at += await output.write(bytes.subarray(at));
      } catch (cause) {
        if (!(cause instanceof Deno.errors.BrokenPipe)) throw cause;
        throw new ReaderGone("Cannot write to standard output: its reader has ended", { cause });
      }
    },
    close: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  };
}
