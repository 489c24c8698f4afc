import { listObjects, openBucket } from "../../base/object_store/mod.ts";
import type { MinioSettings } from "../../base/settings/mod.ts";

/** A store of texts by key: a bucket of an S3 server. */
export interface ObjectStore {
  /** Where it is, for people. */
  readonly place: string;
  /** Stores a text; the same key again replaces it. */
  put(key: string, text: string): Promise<void>;
  /** Reads a text; undefined if there is none. */
  get(key: string): Promise<string | undefined>;
  /** Lists the keys that begin with a prefix, sorted. */
  list(prefix: string): AsyncIterable<string>;
}

/** Opens the bucket of the settings; nothing is asked until it is used. */
export function s3Store(minio: MinioSettings): ObjectStore {
  const bucket = openBucket(minio, { what: "raw answers" });
  return {
    place: bucket.place,
    async put(key, text) {
      const response = await bucket.ask(key, { method: "PUT", body: text });
      await response.body?.cancel();
      if (!response.ok) throw bucket.refused("store", response.status);
    },
    async get(key) {
      const response = await bucket.ask(key);
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (!response.ok) throw bucket.refused("read", response.status);
      return text;
    },
    list: (prefix) => listObjects(bucket, prefix),
  };
}
