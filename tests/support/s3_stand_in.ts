/** A server on loopback in place of an S3 server: it keeps objects, and refuses unsigned requests. */
export interface S3StandIn extends AsyncDisposable {
  /** Its address. */
  readonly url: string;
  /** What is kept, by bucket and key. */
  readonly objects: Map<string, string>;
  /** The same as bytes. */
  readonly blobs: Map<string, Uint8Array>;
  /** The uploads in parts that are under way: their parts by number. */
  readonly uploads: Map<string, Map<number, Uint8Array>>;
  /** Whether it refuses everything. */
  isDown: boolean;
  /** Decides on each request whether it answers 503. */
  isBusy: (request: Request) => boolean;
}

/**
 * Starts a stand-in for an S3 server (`PUT`, `GET`, `ListObjectsV2` in pages of five, uploads in
 * parts). It does not check signatures, only that there is one; tests with a real MinIO do.
 */
export function s3StandIn(): S3StandIn {
  const objects = new Map<string, string>();
  const blobs = new Map<string, Uint8Array>();
  const uploads = new Map<string, Map<number, Uint8Array>>();
  const keep = (key: string, bytes: Uint8Array) => {
    blobs.set(key, bytes);
    objects.set(key, new TextDecoder().decode(bytes));
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (standIn.isDown || standIn.isBusy(request)) {
        await request.body?.cancel();
        return new Response(null, { status: 503 });
      }
      if (!request.headers.get("authorization")?.startsWith("AWS4-HMAC-SHA256 ")) {
        return new Response(null, { status: 403 });
      }
      const { pathname, searchParams } = new URL(request.url);
      const key = decodeURIComponent(pathname.slice(1));
      if (searchParams.has("uploads") || searchParams.has("uploadId")) {
        return await partRequest(request, { key, uploads, keep });
      }
      if (request.method === "PUT") {
        keep(key, new Uint8Array(await request.arrayBuffer()));
        return new Response(null);
      }
      if (searchParams.has("list-type")) return list(objects, key, searchParams);
      const text = objects.get(key);
      return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
    },
  );
  const standIn: S3StandIn = {
    url: `http://127.0.0.1:${server.addr.port}`,
    objects,
    blobs,
    uploads,
    isDown: false,
    isBusy: () => false,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
  return standIn;
}

/** Begins an upload, takes a part, and completes or withdraws it, as S3 does. */
async function partRequest(
  request: Request,
  { key, uploads, keep }: {
    readonly key: string;
    readonly uploads: S3StandIn["uploads"];
    readonly keep: (key: string, bytes: Uint8Array) => void;
  },
): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const id = searchParams.get("uploadId");
  if (id === null) {
    const begun = `upload-${uploads.size + 1}`;
    uploads.set(begun, new Map());
    return new Response(`<Result><UploadId>${begun}</UploadId></Result>`);
  }
  const parts = uploads.get(id);
  const body = new Uint8Array(await request.arrayBuffer());
  if (parts === undefined) return new Response(null, { status: 404 });
  if (request.method === "PUT") {
    parts.set(Number(searchParams.get("partNumber")), body);
    return new Response(null, { headers: { etag: `"part-${searchParams.get("partNumber")}"` } });
  }
  uploads.delete(id);
  if (request.method === "DELETE") return new Response(null, { status: 204 });
  const ordered = [...parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes);
  if (ordered.slice(0, -1).some(({ length }) => length < 5 * 1024 * 1024)) {
    return new Response("<Error><Code>EntityTooSmall</Code></Error>");
  }
  // as: a Blob takes any bytes.
  keep(key, await new Blob(ordered as Uint8Array<ArrayBuffer>[]).bytes());
  return new Response("<CompleteMultipartUploadResult/>");
}

const PAGE = 5;

function list(objects: Map<string, string>, bucket: string, parameters: URLSearchParams): Response {
  const prefix = `${bucket}/${parameters.get("prefix") ?? ""}`;
  const after = parameters.get("continuation-token") ?? "";
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()
    .map((key) => key.slice(bucket.length + 1)).filter((key) => key > after);
  const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const page = keys.slice(0, PAGE);
  const contents = page.map((key) => `<Contents><Key>${escape(key)}</Key></Contents>`).join("");
  const next = keys.length > PAGE
    ? `<NextContinuationToken>${escape(page.at(-1) ?? "")}</NextContinuationToken>`
    : "";
  return new Response(`<ListBucketResult>${contents}${next}</ListBucketResult>`);
}
