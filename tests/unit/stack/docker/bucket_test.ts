import assert from "node:assert/strict";
import { StackError } from "../../../../src/base/errors.ts";
import { loadSettings } from "../../../../src/base/settings/mod.ts";
import { ensureBucket } from "../../../../src/stack/docker/bucket.ts";

type Answer = readonly [status: number, code?: string];

/** Runs a fake S3 server that gives the answers in turn, and returns the requests. */
async function withServer(
  answers: Readonly<Record<string, Answer>>,
  work: (minio: ReturnType<typeof loadSettings>["minio"]) => Promise<void>,
): Promise<string[]> {
  const asked: string[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      assert.match(
        request.headers.get("authorization") ?? "",
        /^AWS4-HMAC-SHA256 .*\/us-east-1\/s3\//,
      );
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      const [status, code] = answers[request.method] ?? [500];
      const body = code && request.method !== "HEAD" ? `<Error><Code>${code}</Code></Error>` : null;
      return new Response(body, { status });
    },
  );
  await work(minioAt(server.addr.port));
  return asked;
}

function minioAt(port: number) {
  const env = { MINIO_PORT: String(port), MINIO_SECRET_KEY: "canary-secret" };
  return loadSettings({ env, envFile: false }).minio;
}

Deno.test("ensureBucket leaves a bucket that is there", async () => {
  const asked = await withServer({ HEAD: [200] }, async (minio) => {
    assert.equal(await ensureBucket(minio), false);
  });
  assert.deepEqual(asked, ["HEAD /strata"]);
});

Deno.test("ensureBucket creates a bucket that is missing", async () => {
  const asked = await withServer({ HEAD: [404], PUT: [200] }, async (minio) => {
    assert.equal(await ensureBucket(minio), true);
  });
  assert.deepEqual(asked, ["HEAD /strata", "PUT /strata"]);
});

Deno.test("ensureBucket is content when somebody else was quicker", async () => {
  await withServer({ HEAD: [404], PUT: [409, "BucketAlreadyOwnedByYou"] }, async (minio) => {
    assert.equal(await ensureBucket(minio), false);
  });
});

Deno.test("ensureBucket says what to check, and never the key", async () => {
  const cases: [Readonly<Record<string, Answer>>, RegExp][] = [
    [{ HEAD: [403] }, /refuses the keys, check MINIO_ACCESS_KEY and MINIO_SECRET_KEY/],
    [{ HEAD: [301] }, /answers 301, check MINIO_BUCKET and MINIO_REGION/],
    [{ HEAD: [404], PUT: [400, "InvalidBucketName"] }, /answers 400 \(InvalidBucketName\)/],
  ];
  for (const [answers, message] of cases) {
    await withServer(answers, async (minio) => {
      await assert.rejects(ensureBucket(minio), (error) => {
        assert.ok(error instanceof StackError);
        assert.equal(error.service, "minio");
        assert.match(error.message, message);
        return !Deno.inspect(error).includes("canary");
      });
    });
  }
});

Deno.test("ensureBucket says that nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(
    ensureBucket(minioAt(port)),
    /cannot be reached, check MINIO_HOST and MINIO_PORT/,
  );
});

Deno.test("ensureBucket does not wait for a server that is silent", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connection = listener.accept();
  await assert.rejects(
    ensureBucket(minioAt(listener.addr.port), { timeoutMs: 100 }),
    /gives no answer in time/,
  );
  (await connection).close();
});
