import assert from "node:assert/strict";
import { dirname } from "node:path";
import { type Import, readImports, root, sourceFiles } from "./source_graph.ts";

const files = await sourceFiles();
const imports = await readImports(files);
const config = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));

/** Holds that no import breaks a rule, and shows those that do. */
function assertNone(breaks: (one: Import) => boolean): void {
  assert.deepEqual(
    imports.filter(breaks).map(({ from, specifier }) => `${from} → ${specifier}`),
    [],
  );
}

const isIn = (path: string | undefined, ...folders: readonly string[]): boolean =>
  folders.some((folder) => path?.startsWith(`${folder}/`));

Deno.test("the source graph sees every file and its imports", () => {
  assert.ok(files.length > 20);
  const sources = new Set(imports.map(({ from }) => from));
  assert.ok(sources.has("src/settings/load.ts"));
  assert.ok(imports.some(({ to }) => to === "src/settings/_derive.ts"));
  assert.ok(imports.some(({ specifier }) => specifier === "zod"));
});

Deno.test("generic code never imports the schema, the migrations or what is built on them", () => {
  const generic = [
    "cli",
    "logging",
    "migrate",
    "resilience",
    "settings",
    "sql",
    "stack",
    "timescale",
  ]
    .map((folder) => `src/${folder}`);
  const concrete = ["src/schema", "src/ingest", "src/point_in_time", "src/sample", "migrations"];
  assertNone(({ from, to }) => isIn(from, ...generic) && isIn(to, ...concrete));
});

Deno.test("migrations never import the schema, which moves while history must not", () => {
  const allowed = ["migrations", "src/migrate", "src/timescale", "src/sql"];
  assertNone(({ from, to }) =>
    isIn(from, "migrations") && to !== undefined && !isIn(to, ...allowed)
  );
});

Deno.test("nobody imports the tasks, and only tests import the package's entry", () => {
  assertNone(({ from, to }) => isIn(to, "tasks") && !isIn(from, "tasks", "tests"));
  assertNone(({ from, to }) => to === "mod.ts" && !isIn(from, "tests"));
});

Deno.test("the package never imports its tests", () => {
  assertNone(({ from, to }) => isIn(to, "tests") && !isIn(from, "tests", "tasks"));
});

Deno.test("a file with a leading underscore is imported from its own folder and its tests alone", () => {
  assertNone(({ from, to }) => {
    if (to === undefined || !/(^|\/)_[^/]*$/.test(to)) return false;
    const home = dirname(to);
    const tests = home.replace(/^src\//, "tests/unit/");
    return dirname(from) !== home && !isIn(from, tests);
  });
});

Deno.test("imports name files, node modules or entries of the import map", () => {
  const bare = new Set(Object.keys(config.imports));
  assertNone(({ specifier }) => !/^(\.{1,2}\/|node:)/.test(specifier) && !bare.has(specifier));
});

Deno.test("the import map names exact versions of npm packages", () => {
  for (const [name, target] of Object.entries(config.imports)) {
    assert.match(String(target), /^npm:(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+(\/[\w-]+)?$/, name);
  }
});
