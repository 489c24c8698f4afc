import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError } from "../../../../src/base/errors.ts";
import { loadSettings, peekVariables } from "../../../../src/base/settings/mod.ts";

async function withEnvFile(text: string | Uint8Array, run: (path: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "strata é " });
  try {
    const path = join(folder, ".env");
    if (typeof text === "string") await Deno.writeTextFile(path, text);
    else await Deno.writeFile(path, text);
    run(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadSettings takes the environment over .env over defaults over built-in values", async () => {
  await withEnvFile("POSTGRES_PORT=2\nREDIS_PORT=2\nMONGO_PORT=\n", (envFile) => {
    const settings = loadSettings({
      env: { POSTGRES_PORT: "1" },
      envFile,
      defaults: { POSTGRES_PORT: "3", REDIS_PORT: "3", MONGO_PORT: "3" },
    });
    const { postgres, redis, mongo, minio } = settings;
    assert.deepEqual([postgres.port, redis.port, mongo.port, minio.port], [1, 2, 3, 9000]);
    assert.deepEqual([...settings.explicit].sort(), ["POSTGRES_PORT", "REDIS_PORT"]);
  });
});

Deno.test("loadSettings reads a .env by URL", async () => {
  await withEnvFile("PROJECT_NAME=by url\n", (path) => {
    assert.equal(loadSettings({ env: {}, envFile: pathToFileURL(path) }).projectName, "by url");
  });
});

Deno.test("loadSettings does without a .env", () => {
  assert.equal(loadSettings({ env: {}, envFile: "/nowhere/.env" }).projectName, "strata");
});

Deno.test("loadSettings names the file and the line of a problem in .env, and the variable's", async () => {
  await withEnvFile("nonsense\nPOSTGRES_PORT=abc\n", (envFile) => {
    assert.throws(() => loadSettings({ env: {}, envFile }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.problems.length, 2);
      assert.match(error.problems[0] ?? "", /\.env line 1: there is no `=`/);
      assert.match(error.problems[1] ?? "", /^POSTGRES_PORT is "abc" \(.*\.env\)/);
      return true;
    });
  });
});

Deno.test("loadSettings says that a folder named .env is no file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.throws(
      () => loadSettings({ env: {}, envFile: folder }),
      /cannot be read: it is a folder, a file is wanted/,
    );
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("loadSettings says that a .env in UTF-16 is no UTF-8 text", async () => {
  const utf16 = new Uint8Array([0xff, 0xfe, 0x41, 0x00, 0x3d, 0x00, 0x31, 0x00]);
  await withEnvFile(utf16, (envFile) => {
    assert.throws(() => loadSettings({ env: {}, envFile }), /it is not UTF-8 text/);
  });
});

Deno.test("peekVariables reads the layers and never fails", async () => {
  await withEnvFile("nonsense\nA=from file\nB=1\n", (envFile) => {
    const found = peekVariables(["A", "B", "C"], { env: { B: "from environment" }, envFile });
    assert.deepEqual(Object.fromEntries(found), { A: "from file", B: "from environment" });
  });
});
