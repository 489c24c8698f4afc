import assert from "node:assert/strict";

const source = (path: string) => new URL(`../../../src/${path}`, import.meta.url).href;

const program = `
  import { createDatabase } from "${source("database/mod.ts")}";
  import { getRedis } from "${source("redis/mod.ts")}";
  import { verifyServices } from "${source("operate/verify/mod.ts")}";
  const database = createDatabase({ url: "postgres://ann:pw@db.example/data" });
  console.log(typeof getRedis, typeof verifyServices, database.pool.totalCount);
  await database.close();
`;

Deno.test("importing the connections and creating a database needs no permission", async () => {
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--quiet", `--config=${config}`, "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { stdout, stderr } = await child.output();
  assert.equal(new TextDecoder().decode(stderr), "");
  assert.equal(new TextDecoder().decode(stdout).trim(), "function function 0");
});
