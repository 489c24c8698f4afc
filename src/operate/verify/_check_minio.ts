import type { AwsClient } from "aws4fetch";
import { withTimeoutSignal } from "../../base/resilience/mod.ts";
import type { MinioSettings, Settings } from "../../base/settings/mod.ts";
import { bucketRefusal } from "./_bucket_refusal.ts";
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

async function headBucket(client: AwsClient, minio: MinioSettings, signal: AbortSignal) {
  const place = `${minio.endpoint}/${minio.bucket}`;
  const { ok, status, headers } = await client.fetch(place, { method: "HEAD", signal });
  if (ok) return;
  const told = headers.get("x-minio-error-code");
  if (told !== null) throw bucketRefusal(minio, { status, code: told });
  // Other servers tell why in a body alone, which the answer to HEAD has not.
  const response = await client.fetch(`${place}?list-type=2&max-keys=0`, { signal });
  const code = /<Code>([^<]+)/.exec(await response.text())?.[1] ?? String(status);
  throw bucketRefusal(minio, { status, code });
}
