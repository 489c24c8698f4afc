import type { Bucket } from "./bucket.ts";

/**
 * Copies an object within its bucket, on the server: the copy appears whole, in place of what has its
 * key. S3 copies up to 5 GB so.
 *
 * @throws {StrataError} If the server refuses.
 */
export async function copyObject(
  bucket: Bucket,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const source = `${new URL(bucket.place).pathname}/${
    from.split("/").map(encodeURIComponent).join("/")
  }`;
  const response = await bucket.ask(to, {
    method: "PUT",
    headers: { "x-amz-copy-source": source },
  });
  const text = await response.text();
  // As with uploads in parts, a server may answer 200 with an error in the body.
  if (!response.ok || text.includes("<Error>")) throw bucket.refused("copy", response.status);
}
