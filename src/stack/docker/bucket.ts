import { AwsClient } from "aws4fetch";
import { StackError } from "../../base/errors.ts";
import type { Settings } from "../../base/settings/mod.ts";

/** Options of {@linkcode ensureBucket}. */
export interface EnsureBucketOptions {
  /** The limit for each request, in milliseconds. */
  readonly timeoutMs?: number;
  /** Ends the work early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Creates the bucket of the settings if it is missing, and tells whether it did.
 *
 * @throws {StackError} If the server cannot be reached, or refuses the keys or the bucket.
 */
export async function ensureBucket(
  minio: Settings["minio"],
  options: EnsureBucketOptions = {},
): Promise<boolean> {
  const found = await request(minio, "HEAD", options);
  if (found.status === 200) return false;
  if (found.status !== 404) throw refused(minio, found.status, "look for");
  const created = await request(minio, "PUT", options);
  if (created.status === 200) return true;
  // Another process created the bucket first, which is just as good.
  if (created.code === "BucketAlreadyOwnedByYou") return false;
  throw refused(minio, created.status, "create", created.code);
}

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
}

async function request(
  minio: Settings["minio"],
  method: "HEAD" | "PUT",
  options: EnsureBucketOptions,
): Promise<Answer> {
  const { timeoutMs = 10_000, signal } = options;
  const limit = AbortSignal.timeout(timeoutMs);
  const client = new AwsClient({
    accessKeyId: minio.accessKey,
    secretAccessKey: minio.secretKey.reveal(),
    region: minio.region,
    service: "s3",
    retries: 4,
  });
  try {
    const response = await client.fetch(`${minio.endpoint}/${minio.bucket}`, {
      method,
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const text = await response.text();
    return { status: response.status, code: text.match(/<Code>(\w+)<\/Code>/)?.[1] };
  } catch (error) {
    if (signal?.aborted) throw error;
    const state = limit.aborted ? "gives no answer in time" : "cannot be reached";
    throw new StackError(
      `Cannot prepare bucket "${minio.bucket}": ${minio.endpoint} ${state}, ` +
        "check MINIO_HOST and MINIO_PORT",
      { service: "minio", cause: error },
    );
  }
}

function refused(
  minio: Settings["minio"],
  status: number,
  verb: string,
  code?: string,
): StackError {
  const why = status === 403
    ? "the server refuses the keys, check MINIO_ACCESS_KEY and MINIO_SECRET_KEY"
    : `the server answers ${status}${
      code ? ` (${code})` : ""
    }, check MINIO_BUCKET and MINIO_REGION`;
  return new StackError(`Cannot ${verb} bucket "${minio.bucket}": ${why}`, { service: "minio" });
}
