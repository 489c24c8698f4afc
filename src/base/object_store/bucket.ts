import type { AwsClient } from "aws4fetch";
import { StrataError } from "../errors.ts";
import { retry } from "../resilience/mod.ts";
import type { MinioSettings } from "../settings/mod.ts";

/** A bucket of an S3 server. */
export interface Bucket {
  /** Its address, for people. */
  readonly place: string;
  /**
   * Sends a request to a key of the bucket, again after a pause where the server answers 5xx or not
   * at all. Other answers are the caller's.
   *
   * @throws {StrataError} If the server stays unreachable or refuses to the end.
   */
  ask(key: string, request?: BucketRequest): Promise<Response>;
  /** Makes the error for an answer that a caller cannot use. */
  refused(verb: string, status: number): StrataError;
}

/** A request to a bucket. */
export interface BucketRequest extends RequestInit {
  /** The text after the question mark. */
  readonly query?: string;
}

/** Options of {@linkcode openBucket}. */
export interface BucketOptions {
  /** The bucket, if it is not the settings' own. */
  readonly bucket?: string;
  /** What is kept there, for errors: `raw answers`. */
  readonly what: string;
  /** How often a request is sent at most; 3 times by default. */
  readonly attempts?: number;
  /** How long one may take; 30 seconds by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Opens a bucket of the settings' server. */
export function openBucket(minio: MinioSettings, options: BucketOptions): Bucket {
  const { bucket = minio.bucket, what, attempts = 3, timeoutMs = 30_000, signal } = options;
  const place = `${minio.endpoint}/${bucket}`;
  let opened: Promise<AwsClient> | undefined;
  const refused = (verb: string, status: number): StrataError =>
    new StrataError(
      `Cannot ${verb} the ${what} in ${place}: the server says ${status}, ${remedyOf(status)}`,
    );
  return {
    place,
    refused,
    async ask(key, { query, ...init } = {}) {
      const client = await (opened ??= openClient(minio));
      const path = key === "" ? "" : `/${pathOf(key)}`;
      const url = `${place}${path}${query === undefined ? "" : `?${query}`}`;
      const ends = init.signal ?? signal;
      const once = async () => {
        const limit = AbortSignal.timeout(timeoutMs);
        const response = await client.fetch(url, {
          ...init,
          signal: ends ? AbortSignal.any([limit, ends]) : limit,
        });
        if (response.status < 500) return response;
        await response.body?.cancel();
        throw refused("use", response.status);
      };
      try {
        return await retry(once, {
          isRepeatable: () => ends?.aborted !== true,
          attempts,
          firstDelayMs: 200,
          signal: ends ?? undefined,
        });
      } catch (cause) {
        if (cause instanceof StrataError || ends?.aborted) throw cause;
        throw new StrataError(
          `Cannot reach the ${what} in ${place}: look at MINIO_HOST and MINIO_PORT`,
          { cause },
        );
      }
    },
  };
}

async function openClient(minio: MinioSettings): Promise<AwsClient> {
  const { AwsClient } = await import("aws4fetch");
  return new AwsClient({
    accessKeyId: minio.accessKey,
    secretAccessKey: minio.secretKey.reveal(),
    service: "s3",
    region: minio.region,
    // Its repetitions leave bodies unread; ours do not.
    retries: 0,
  });
}

function pathOf(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

function remedyOf(status: number): string {
  if (status >= 500) return "look at the server";
  return status === 404
    ? '"deno task up" creates the bucket, or correct MINIO_BUCKET'
    : "look at MINIO_ACCESS_KEY and MINIO_SECRET_KEY";
}
