import type { AwsClient } from "aws4fetch";
import { StrataError } from "../../base/errors.ts";
import { retry } from "../../base/resilience/mod.ts";
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
  const base = `${minio.endpoint}/${minio.bucket}`;
  let opened: Promise<AwsClient> | undefined;
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const client = await (opened ??= openClient(minio));
    const once = async () => {
      const response = await client.fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
      if (response.status < 500) return response;
      await response.body?.cancel();
      throw refused(base, "use", response.status);
    };
    try {
      return await retry(once, { isRepeatable: () => true, attempts: 3, firstDelayMs: 200 });
    } catch (cause) {
      if (cause instanceof StrataError) throw cause;
      throw new StrataError(
        `Cannot reach the raw answers in ${base}: look at MINIO_HOST and MINIO_PORT`,
        { cause },
      );
    }
  };
  return {
    place: base,
    async put(key, text) {
      const response = await ask(`${base}/${pathOf(key)}`, { method: "PUT", body: text });
      await response.body?.cancel();
      if (!response.ok) throw refused(base, "store", response.status);
    },
    async get(key) {
      const response = await ask(`${base}/${pathOf(key)}`);
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (!response.ok) throw refused(base, "read", response.status);
      return text;
    },
    async *list(prefix) {
      for (let token: string | undefined, isFirst = true; isFirst || token !== undefined;) {
        isFirst = false;
        const query = new URLSearchParams({ "list-type": "2", prefix });
        if (token !== undefined) query.set("continuation-token", token);
        const response = await ask(`${base}?${query}`);
        const text = await response.text();
        if (!response.ok) throw refused(base, "list", response.status);
        for (const [, key = ""] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) yield unescaped(key);
        const next = /<NextContinuationToken>([^<]+)</.exec(text)?.[1];
        token = next === undefined ? undefined : unescaped(next);
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

function unescaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(lt|gt|quot|apos);/g, (_, name) => entities[name] ?? "")
    .replaceAll("&amp;", "&");
}

function refused(base: string, verb: string, status: number): StrataError {
  const remedy = status >= 500
    ? "look at the server"
    : status === 404
    ? '"deno task up" creates the bucket, or correct MINIO_BUCKET'
    : "look at MINIO_ACCESS_KEY and MINIO_SECRET_KEY";
  return new StrataError(
    `Cannot ${verb} the raw answers in ${base}: the server says ${status}, ${remedy}`,
  );
}
