/** A server on loopback in place of an S3 server: it keeps objects, and refuses unsigned requests. */
export interface S3StandIn extends AsyncDisposable {
  /** Its address. */
  readonly url: string;
  /** What is kept, by bucket and key. */
  readonly objects: Map<string, string>;
  /** Whether it refuses everything. */
  isDown: boolean;
}

/**
 * Starts a stand-in for an S3 server (`PUT`, `GET`, `ListObjectsV2` in pages of five). It does not
 * check signatures, only that there is one; tests with a real MinIO do.
 */
export function s3StandIn(): S3StandIn {
  const objects = new Map<string, string>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (standIn.isDown) return new Response(null, { status: 503 });
      if (!request.headers.get("authorization")?.startsWith("AWS4-HMAC-SHA256 ")) {
        return new Response(null, { status: 403 });
      }
      const { pathname, searchParams } = new URL(request.url);
      const key = decodeURIComponent(pathname.slice(1));
      if (request.method === "PUT") {
        objects.set(key, await request.text());
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
    isDown: false,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
  return standIn;
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
