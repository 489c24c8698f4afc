import { StrataError } from "../errors.ts";
import type { Bucket } from "./bucket.ts";
import type { Sink } from "./sink.ts";

/** The least bytes of a part; S3 wants five million at least for all but the last. */
const PART_BYTES = 8 * 1024 * 1024;
/** S3 takes 10,000 parts, so they grow with every thousand: 440 GiB at most. */
const PARTS_PER_SIZE = 1_000;
const MOST_PARTS = 10_000;

/**
 * Writes an object in parts. It appears under its key when all of them are there; what fails is
 * withdrawn, so no part stays and costs. A small one is put in a single request.
 *
 * @throws {StrataError} If the server refuses, after repetitions.
 */
export function objectSink(bucket: Bucket, key: string): Sink {
  const tags: string[] = [];
  let held = new Uint8Array(PART_BYTES);
  let size = 0;
  let upload: string | undefined;

  const sendPart = async () => {
    if (tags.length >= MOST_PARTS) {
      throw new StrataError(
        `Cannot write "${key}": it has more than ${MOST_PARTS} parts, write it in several pieces`,
      );
    }
    upload ??= await begin(bucket, key);
    const query = `partNumber=${tags.length + 1}&uploadId=${encodeURIComponent(upload)}`;
    const body = held.subarray(0, size);
    const response = await bucket.ask(key, { method: "PUT", query, body });
    await response.body?.cancel();
    const tag = response.headers.get("etag");
    if (!response.ok || tag === null) throw bucket.refused("write", response.status);
    tags.push(tag);
    const next = PART_BYTES * (1 + Math.floor(tags.length / PARTS_PER_SIZE));
    // A new array: the last one may still be on its way where a request is repeated.
    [held, size] = [new Uint8Array(next), 0];
  };

  return {
    place: `${bucket.place}/${key}`,
    async write(bytes) {
      for (let at = 0; at < bytes.length;) {
        const taken = Math.min(bytes.length - at, held.length - size);
        held.set(bytes.subarray(at, at + taken), size);
        [at, size] = [at + taken, size + taken];
        if (size === held.length) await sendPart();
      }
    },
    async close() {
      if (upload === undefined) {
        const body = held.subarray(0, size);
        const response = await bucket.ask(key, { method: "PUT", body });
        await response.body?.cancel();
        if (!response.ok) throw bucket.refused("write", response.status);
        return;
      }
      if (size > 0) await sendPart();
      await complete(bucket, key, { upload, tags });
    },
    async abort() {
      if (upload === undefined) return;
      const query = `uploadId=${encodeURIComponent(upload)}`;
      // The signal of the export may have ended: this request has one of its own.
      const signal = AbortSignal.timeout(10_000);
      const response = await bucket.ask(key, { method: "DELETE", query, signal });
      await response.body?.cancel();
    },
  };
}

async function begin(bucket: Bucket, key: string): Promise<string> {
  const response = await bucket.ask(key, { method: "POST", query: "uploads=" });
  const text = await response.text();
  const upload = /<UploadId>([^<]+)<\/UploadId>/.exec(text)?.[1];
  if (!response.ok || upload === undefined) throw bucket.refused("write", response.status);
  return upload;
}

async function complete(
  bucket: Bucket,
  key: string,
  { upload, tags }: { readonly upload: string; readonly tags: readonly string[] },
): Promise<void> {
  const parts = tags.map((tag, i) =>
    `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag.replaceAll("&", "&amp;")}</ETag></Part>`
  );
  const response = await bucket.ask(key, {
    method: "POST",
    query: `uploadId=${encodeURIComponent(upload)}`,
    body: `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`,
  });
  const text = await response.text();
  // S3 may find only afterwards that it cannot: then it answers 200 with an error in the body.
  if (!response.ok || text.includes("<Error>")) throw bucket.refused("write", response.status);
}
