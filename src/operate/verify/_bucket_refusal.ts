import type { MinioSettings } from "../../base/settings/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import type { FailureCause } from "./check.ts";

/** Says why an S3 server did not give the bucket; the code is S3's, or the status where it told none. */
export function bucketRefusal(
  { bucket, host, port, region }: MinioSettings,
  { status, code }: { readonly status: number; readonly code: string },
): CheckFailure {
  const fail = (reason: FailureCause, text: string) =>
    new CheckFailure(`${host}:${port} ${text}`, { reason });
  if (code === "RequestTimeTooSkewed") {
    return fail("failed", "has a clock too far from that of this machine, set whichever is wrong");
  }
  if (code === "AuthorizationHeaderMalformed") {
    return fail("failed", `is of another region than "${region}", correct MINIO_REGION`);
  }
  // VersityGW answers 404 to a key that it does not know.
  const isOfKey = /AccessKey|UserNotFound/.test(code);
  if (status === 404 && !isOfKey) {
    return fail(
      "missing",
      `has no bucket "${bucket}", "deno task up" creates it, or correct MINIO_BUCKET`,
    );
  }
  if (isOfKey || status === 401 || status === 403) {
    return fail(
      "auth",
      `refused the keys (${code}), correct MINIO_ACCESS_KEY and MINIO_SECRET_KEY`,
    );
  }
  return fail("failed", `answered ${code} to the bucket "${bucket}"`);
}
