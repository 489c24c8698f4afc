import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Compressors } from "hyparquet";

/** Loads what decompresses Parquet's pages. */
export async function parquetCodecs(): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  return { ...compressors, ...native };
}

/** The runtime's own are several times as fast. */
const native: Compressors = {
  ZSTD: (bytes) => new Uint8Array(zstdDecompressSync(bytes)),
  GZIP: (bytes) => new Uint8Array(gunzipSync(bytes)),
};
