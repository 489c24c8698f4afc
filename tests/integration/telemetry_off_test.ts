import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serverTest } from "../support/mod.ts";
import { runTraced, startCollector } from "./telemetry_support.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

Deno.test("no module of the package imports the API but where it is asked for", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "mod.ts"],
    cwd: root,
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  const imports = modules.flatMap(({ dependencies = [] }: InfoModule) => dependencies)
    .filter(({ specifier, code }: InfoImport) =>
      /@opentelemetry\/api/.test(specifier) && code !== undefined
    );
  assert.deepEqual(imports, []);
  const source = await Deno.readTextFile(join(root, "src/base/telemetry/telemetry.ts"));
  const config = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  assert.ok(source.includes(`"${config.imports["@opentelemetry/api"]}"`), "its version differs");
});

interface InfoModule {
  readonly dependencies?: readonly InfoImport[];
}

interface InfoImport {
  readonly specifier: string;
  readonly code?: unknown;
}

serverTest(
  "timescaledb",
  "the API is imported if OTEL_DENO is on, and not if it is off",
  async (t, { url }) => {
    await using folder = await replacedApi();
    const run = { program: "telemetry_query_program.ts", args: [url], config: folder.config };
    await t.step("off", async () => {
      const { stdout, stderr } = await runTraced({ ...run, collector: undefined });
      assert.deepEqual({ stdout, stderr }, { stdout: "1\n", stderr: "" });
    });
    await t.step("on; telemetry that fails to load breaks nothing", async () => {
      const { stdout, stderr } = await runTraced({ ...run, collector: "http://127.0.0.1:9" });
      assert.match(stderr, /^the API is imported$/m);
      assert.equal(stdout, "1\n");
    });
  },
);

serverTest(
  "timescaledb",
  "a collector that is away breaks nothing and delays no exit",
  async (_t, { url }) => {
    const program = { program: "telemetry_query_program.ts", args: [url] };
    const off = await runTraced({ ...program, collector: undefined });
    const away = await runTraced({ ...program, collector: "http://127.0.0.1:9" });
    assert.equal(away.code, 0);
    assert.equal(away.stdout, "1\n");
    assert.ok(away.elapsedMs < off.elapsedMs + 5_000, `${off.elapsedMs} and ${away.elapsedMs} ms`);
  },
);

serverTest("timescaledb", "traces need no permission but the network", async (_t, { url }) => {
  await using collector = startCollector();
  const end = await runTraced({
    program: "telemetry_query_program.ts",
    args: [url],
    collector: collector.url,
    permissions: [`--allow-net=${new URL(url).host}`],
  });
  assert.deepEqual([end.stdout, end.stderr], ["1\n", ""]);
  assert.deepEqual(collector.spans.map(({ name }) => name), ["select"]);
});

/** A copy of deno.json in which the API is a module that says so and fails. */
async function replacedApi(): Promise<{ readonly config: string } & AsyncDisposable> {
  const folder = await Deno.makeTempDir();
  const config = join(folder, "deno.json");
  const { imports } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const api = join(folder, "api.ts");
  await Deno.writeTextFile(api, 'console.error("the API is imported"); throw new Error("no");');
  await Deno.writeTextFile(
    config,
    JSON.stringify({ imports: { ...imports, [imports["@opentelemetry/api"]]: `file://${api}` } }),
  );
  return { config, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}
