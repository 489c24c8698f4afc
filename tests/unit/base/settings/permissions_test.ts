import assert from "node:assert/strict";

const program = `
  import { loadSettings } from "${new URL(
  "../../../../src/base/settings/mod.ts",
  import.meta.url,
)}";
  try {
    const settings = loadSettings();
    console.log(settings.projectName, settings.redis.port);
  } catch (error) {
    console.log(error.name, error.message);
  }
`;

async function run(...flags: string[]): Promise<string> {
  const config = new URL("../../../../deno.json", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", `--config=${config}`, ...flags, "-"],
    env: { PROJECT_NAME: "named", REDIS_PORT: "7000", NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { stdout, stderr } = await child.output();
  return new TextDecoder().decode(stdout).trim() + new TextDecoder().decode(stderr);
}

Deno.test("loadSettings reads what --allow-env lists and takes the rest as not set", async () => {
  assert.equal(await run("--allow-env=PROJECT_NAME,POSTGRES_HOST"), "named 6379");
});

Deno.test("loadSettings reads everything with --allow-env and needs no permission for .env", async () => {
  assert.equal(await run("--allow-env"), "named 7000");
});

Deno.test("loadSettings takes ignored variables as not set", async () => {
  assert.equal(await run("--ignore-env"), "strata 6379");
});

Deno.test("loadSettings says which flag is missing where it may read nothing", async () => {
  const said = await run();
  assert.match(said, /^ConfigError Cannot load the settings: 1 problem/);
  assert.match(said, /the environment may not be read: run with --allow-env/);
});
