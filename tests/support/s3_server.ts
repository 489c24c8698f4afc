import { setTimeout as delay } from "node:timers/promises";
import { isServerRequired } from "./test_server.ts";
import { freePort, isFile } from "./machine.ts";

/** A real S3 server for one test. */
export interface OwnS3 extends AsyncDisposable {
  /** The settings that reach it. */
  readonly env: Readonly<Record<string, string>>;
  /** A bucket of it, and the folder that the bucket stands in. */
  readonly bucket: string;
  readonly folder: string;
}

/** The variable with the path of a versitygw (`go install github.com/versity/versitygw/cmd/versitygw`). */
const PROGRAM = "STRATA_TEST_VERSITYGW";

/**
 * Declares a test with a real S3 server. Without its program the test is ignored and its name says
 * what is missing; where `STRATA_TEST_REQUIRED` lists `s3`, it fails.
 */
export function s3Test(name: string, run: (s3: OwnS3) => Promise<void>): void {
  const program = findProgram();
  if (program !== undefined) {
    Deno.test(name, async () => {
      await using s3 = await startS3(program);
      await run(s3);
    });
    return;
  }
  const missing = `needs versitygw on PATH or ${PROGRAM}`;
  if (!isServerRequired("s3")) {
    Deno.test({ name: `${name} (${missing})`, ignore: true, fn: () => {} });
    return;
  }
  Deno.test(name, () => {
    throw new Error(`Cannot run the test: it ${missing}`);
  });
}

function findProgram(): string | undefined {
  const given = Deno.env.get(PROGRAM);
  if (given !== undefined && given !== "") return given;
  return (Deno.env.get("PATH") ?? "").split(":").map((folder) => `${folder}/versitygw`)
    .find((path) => isFile(path));
}

async function startS3(program: string): Promise<OwnS3> {
  const root = await Deno.makeTempDir({ prefix: "strata_s3_" });
  const [bucket, port] = ["cold", freePort()];
  for (const name of [`data/${bucket}`, "metadata"]) {
    await Deno.mkdir(`${root}/${name}`, { recursive: true });
  }
  const [access, secret] = ["strata-test", "a secret of the test"];
  const server = new Deno.Command(program, {
    args: [
      ...["--port", `127.0.0.1:${port}`, "--quiet", "posix"],
      ...["--sidecar", `${root}/metadata`, `${root}/data`],
    ],
    env: { ROOT_ACCESS_KEY_ID: access, ROOT_SECRET_ACCESS_KEY: secret },
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    await answering(port);
  } catch (error) {
    server.kill("SIGKILL");
    await server.status;
    throw error;
  }
  return {
    env: {
      ...{ MINIO_HOST: "127.0.0.1", MINIO_PORT: String(port), MINIO_BUCKET: bucket },
      ...{ MINIO_ACCESS_KEY: access, MINIO_SECRET_KEY: secret },
    },
    bucket,
    folder: `${root}/data/${bucket}`,
    async [Symbol.asyncDispose]() {
      server.kill("SIGKILL");
      await server.status;
      await Deno.remove(root, { recursive: true });
    },
  };
}

async function answering(port: number): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`);
      await response.body?.cancel();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await delay(50);
    }
  }
}
