import type { AwsClient } from "aws4fetch";
import type { MinioSettings } from "../../../../base/settings/mod.ts";
import { judgeClock, readClock } from "../clock.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";

/** Tries the bucket without a signature, which must fail, asks for its versions and the clock. */
export async function adviseOnMinio(
  client: AwsClient,
  { endpoint, bucket }: MinioSettings,
  { limits, signal }: { readonly limits: AdviceLimits; readonly signal: AbortSignal },
): Promise<Finding[]> {
  const place = `${endpoint}/${bucket}`;
  const clock = await readClock(async () => {
    const response = await client.fetch(place, { method: "HEAD", signal });
    await response.body?.cancel();
    return Date.parse(response.headers.get("date") ?? "");
  }, { stepMs: 1_000 }); // The header has whole seconds.
  const open = await fetch(`${place}?list-type=2&max-keys=1`, { signal });
  await open.body?.cancel();
  const versioning = await client.fetch(`${place}?versioning`, { signal });
  const text = await versioning.text();
  return [
    ...(open.ok
      ? [finding("minio-public", {
        object: bucket,
        sentence: `The bucket "${bucket}" lists its objects to anyone who reaches ${endpoint}`,
        remedy:
          `mc anonymous set none strata/${bucket} # where "strata" is an alias of ${endpoint}`,
      })]
      : []),
    // A server without versions answers otherwise: nothing is said of it.
    ...(versioning.ok && /<VersioningConfiguration/.test(text) && !/>Enabled</.test(text)
      ? [finding("minio-unversioned", {
        object: bucket,
        sentence:
          `The bucket "${bucket}" keeps no versions: an object that is overwritten or deleted ` +
          "is gone",
        remedy: `mc version enable strata/${bucket} # where "strata" is an alias of ${endpoint}`,
      })]
      : []),
    ...judgeClock("minio-clock", "the S3 server", clock, limits),
  ];
}
