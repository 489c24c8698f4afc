import { ConfigError } from "../../../base/errors.ts";
import { objectSink, openBucket, type Sink } from "../../../base/object_store/mod.ts";
import type { MinioSettings } from "../../../base/settings/mod.ts";
import { fileSink } from "./file_sink.ts";
import { outputSink } from "./output_sink.ts";

/** Whether a place is standard output. */
export function isOutput(to: string | undefined): boolean {
  return to === "-" || to === "/dev/stdout";
}

/** What sinks need besides their place. */
export interface SinkOptions {
  readonly minio: MinioSettings;
  readonly signal: AbortSignal;
}

/**
 * Opens what `--to` names: `-` for standard output, `s3://bucket/key`, or a file.
 *
 * @throws {ConfigError} If it is no place to write to.
 */
export async function openSink(to: string, { minio, signal }: SinkOptions): Promise<Sink> {
  if (isOutput(to)) return outputSink(Deno.stdout);
  if (!to.startsWith("s3://")) return await fileSink(to);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*[^/])$/.exec(to) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new ConfigError(`Cannot write to "${to}": want s3://BUCKET/KEY`);
  }
  const what = "export";
  return objectSink(
    openBucket(minio, { bucket, what, attempts: 6, timeoutMs: 300_000, signal }),
    key,
  );
}
