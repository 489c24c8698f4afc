import type { AwsClient } from "aws4fetch";
import { withTimeoutSignal } from "../../base/resilience/mod.ts";
import type { MinioSettings, Settings } from "../../base/settings/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import { unlessItFails } from "./_unless_it_fails.ts";
import type { CheckOptions, CheckOutcome } from "./check.ts";

/** Asks whether the server is ready, and for the bucket with a signed request. */
export async function checkMinio(
  { minio }: Settings,
  { timeoutMs, signal, begin, answered, limits: adviceLimits }: CheckOptions,
): Promise<CheckOutcome> {
  const { AwsClient } = await import("aws4fetch");
  begin();
  const limits = { timeoutMs, signal };
  const server = await withTimeoutSignal((limit) => readiness(minio, limit), limits);
  const client = new AwsClient({
    accessKeyId: minio.accessKey,
    secretAccessKey: minio.secretKey.reveal(),
    service: "s3",
    region: minio.region,
    retries: 0,
  });
  await withTimeoutSignal((limit) => headBucket(client, minio, limit), limits);
  answered();
  const { adviseOnMinio } = await import("./advice/stores/mod.ts");
  const findings = await unlessItFails(() =>
    withTimeoutSignal(
      (limit) => adviseOnMinio(client, minio, { limits: adviceLimits, signal: limit }),
      limits,
    )
  );
  return { status: "pass", detail: `${server}, bucket "${minio.bucket}"`, findings };
}

async function readiness(
  { endpoint, host, port }: MinioSettings,
  signal: AbortSignal,
): Promise<string> {
  const response = await fetch(`${endpoint}/minio/health/ready`, { signal });
  await response.body?.cancel();
  // Only MinIO has this address: any other S3 server is judged by its bucket.
  if (response.headers.get("server") !== "MinIO") return "S3 server";
  if (response.ok) return "MinIO ready";
  throw new CheckFailure(`${host}:${port} is not ready yet (${response.status}), wait a moment`, {
    reason: "unreachable",
  });
}

async function headBucket(
  client: AwsClient,
  { endpoint, bucket, host, port }: MinioSettings,
  signal: AbortSignal,
): Promise<void> {
  const response = await client.fetch(`${endpoint}/${bucket}`, { method: "HEAD", signal });
  await response.body?.cancel();
  if (response.ok) return;
  const code = response.headers.get("x-minio-error-code") ?? String(response.status);
  if (response.status === 404) {
    throw new CheckFailure(
      `${host}:${port} has no bucket "${bucket}", "deno task up" creates it, or correct MINIO_BUCKET`,
      { reason: "missing" },
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw new CheckFailure(
      `${host}:${port} refused the keys (${code}), correct MINIO_ACCESS_KEY and MINIO_SECRET_KEY`,
      { reason: "auth" },
    );
  }
  throw new CheckFailure(`${host}:${port} answered ${code} to the bucket "${bucket}"`, {
    reason: "failed",
  });
}
