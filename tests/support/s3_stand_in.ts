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
 * Starts a stand-in for an S3 server (`PUT`, `GET` with ranges, `HEAD`, `DELETE`, copies,
 * `ListObjectsV2` in pages of five, uploads in parts and their list). It does not check signatures, only that there is one; tests with a real MinIO do.
 */
export function s3StandIn(): S3StandIn {
  const objects = new Map<string, string>();
  const blobs = new Map<string, Uint8Array>();
  const uploads = new Map<string, Map<number, Uint8Array>>();
  const begun = new Map<string, string>();
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
      if (request.method === "GET" && searchParams.has("uploads")) {
        return listUploads(begun, searchParams);
      }
      if (searchParams.has("uploads") || searchParams.has("uploadId")) {
        return await partRequest(request, { key, uploads, begun, keep });
      }
      const source = request.headers.get("x-amz-copy-source");
      if (request.method === "PUT" && source !== null) {
        const copied = bytesOf({ objects, blobs }, decodeURIComponent(source.slice(1)));
        if (copied === undefined) return new Response("<Error/>", { status: 404 });
        keep(key, copied);
        return new Response("<CopyObjectResult/>");
      }
      if (request.method === "PUT") {
        keep(key, new Uint8Array(await request.arrayBuffer()));
        return new Response(null);
      }
      if (searchParams.has("list-type")) return list(objects, key, searchParams);
      if (request.method === "DELETE") {
        objects.delete(key);
        blobs.delete(key);
        return new Response(null, { status: 204 });
      }
      return piece(request, bytesOf({ objects, blobs }, key));
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
  { key, uploads, begun, keep }: {
    readonly key: string;
    readonly uploads: S3StandIn["uploads"];
    readonly begun: Map<string, string>;
    readonly keep: (key: string, bytes: Uint8Array) => void;
  },
): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const id = searchParams.get("uploadId");
  if (id === null) {
    const number = `upload-${begun.size + 1}`;
    uploads.set(number, new Map());
    begun.set(number, key);
    return new Response(`<Result><UploadId>${number}</UploadId></Result>`);
  }
  const parts = uploads.get(id);
  const body = new Uint8Array(await request.arrayBuffer());
  if (parts === undefined) return new Response(null, { status: 404 });
  if (request.method === "PUT") {
    parts.set(Number(searchParams.get("partNumber")), body);
    return new Response(null, { headers: { etag: `"part-${searchParams.get("partNumber")}"` } });
  }
  uploads.delete(id);
  begun.set(id, "");
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

/** The bytes of an object; a test may have changed its text. */
function bytesOf(
  { objects, blobs }: Pick<S3StandIn, "objects" | "blobs">,
  key: string,
): Uint8Array | undefined {
  const [text, bytes] = [objects.get(key), blobs.get(key)];
  const isSame = bytes !== undefined && new TextDecoder().decode(bytes) === text;
  return isSame || text === undefined ? bytes : new TextEncoder().encode(text);
}

function piece(request: Request, bytes: Uint8Array | undefined): Response {
  if (bytes === undefined) return new Response(null, { status: 404 });
  // as: a Response takes any bytes.
  const whole = bytes as Uint8Array<ArrayBuffer>;
  if (request.method === "HEAD") {
    return new Response(null, { headers: { "content-length": String(bytes.length) } });
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("range") ?? "") ?? [];
  if (first === undefined) return new Response(whole);
  if (Number(first) >= bytes.length) return new Response(null, { status: 416 });
  return new Response(whole.subarray(Number(first), Number(last) + 1), { status: 206 });
}

function listUploads(begun: ReadonlyMap<string, string>, parameters: URLSearchParams): Response {
  const uploads = [...begun].filter(([, key]) => key !== "").map(([id, key]) => {
    const inside = key.slice(key.indexOf("/") + 1);
    return inside.startsWith(parameters.get("prefix") ?? "")
      ? `<Upload><Key>${inside}</Key><UploadId>${id}</UploadId></Upload>`
      : "";
  });
  return new Response(
    `<ListMultipartUploadsResult>${uploads.join("")}</ListMultipartUploadsResult>`,
  );
}
