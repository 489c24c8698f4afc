import { createHash } from "node:crypto";
import type { Sink } from "../../../base/object_store/mod.ts";
import type { BackupFile } from "../manifest/mod.ts";

/** Writes a file of a backup and measures it on the way. */
export interface HashedSink {
  write(bytes: Uint8Array): Promise<void>;
  /** How much is written so far. */
  readonly bytes: number;
  /** Closes it and returns its size and hash. */
  close(): Promise<BackupFile>;
}

/** Creates a sink that hashes what goes through it. */
export function hashedSink(name: string, sink: Sink): HashedSink {
  const hash = createHash("sha256");
  let size = 0;
  return {
    get bytes() {
      return size;
    },
    async write(bytes) {
      hash.update(bytes);
      await sink.write(bytes);
      size += bytes.length;
    },
    async close() {
      await sink.close();
      return { name, bytes: size, sha256: hash.digest("hex") };
    },
  };
}
