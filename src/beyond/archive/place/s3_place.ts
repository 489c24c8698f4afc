import {
  type Bucket,
  copyObject,
  listObjects,
  objectSink,
  readObject,
  withdrawUploads,
} from "../../../base/object_store/mod.ts";
import { StrataError } from "../../../base/errors.ts";
import type { ArchivePlace } from "./place.ts";

/** An archive below a prefix of a bucket. */
export function s3Place(bucket: Bucket, { name, prefix }: S3PlaceNames): ArchivePlace {
  const at = (path: string) => `${prefix}${path}`;
  return {
    name,
    sink: (path) => Promise.resolve(objectSink(bucket, at(path))),
    async text(path) {
      const response = await bucket.ask(at(path));
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (!response.ok) throw bucket.refused("read", response.status);
      return text;
    },
    async open(path) {
      const response = await bucket.ask(at(path), { method: "HEAD" });
      await response.body?.cancel();
      if (response.status === 404) return undefined;
      const size = Number(response.headers.get("content-length"));
      if (!response.ok) throw bucket.refused("read", response.status);
      return {
        name: `${bucket.place}/${at(path)}`,
        byteLength: size,
        slice: (start, end = size) => readPart(bucket, at(path), { start, end }),
      };
    },
    copy: (from, to) => copyObject(bucket, { from: at(from), to: at(to) }),
    async remove(path) {
      const response = await bucket.ask(at(path), { method: "DELETE" });
      await response.body?.cancel();
      if (!response.ok && response.status !== 404) throw bucket.refused("remove", response.status);
    },
    async sweep(path) {
      await withdrawUploads(bucket, at(`${path}/`));
      const keys = await Array.fromAsync(listObjects(bucket, at(`${path}/`)));
      return keys.map((key) => key.slice(prefix.length));
    },
  };
}

/** How a place in a bucket is named. */
export interface S3PlaceNames {
  /** `s3://BUCKET/PREFIX`. */
  readonly name: string;
  /** The prefix, with its slash at the end; empty for the whole bucket. */
  readonly prefix: string;
}

async function readPart(
  bucket: Bucket,
  key: string,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<ArrayBuffer> {
  if (end <= start) return new ArrayBuffer(0);
  const bytes = new Uint8Array(end - start);
  let at = 0;
  for await (const piece of readObject(bucket, key, { start, end })) {
    if (piece === undefined) {
      throw new StrataError(`Cannot read "${bucket.place}/${key}": it is missing`);
    }
    bytes.set(piece.subarray(0, bytes.length - at), at);
    at += piece.length;
    if (at >= bytes.length) break;
  }
  if (at < bytes.length) {
    throw new StrataError(`Cannot read "${bucket.place}/${key}": it is cut off`);
  }
  return bytes.buffer;
}
