import assert from "node:assert/strict";
import { dirname } from "node:path";
import { type Import, readImports, root, sourceFiles } from "./source_graph.ts";

const files = await sourceFiles();
const imports = await readImports(files);
const config = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));

/** Asserts that no import breaks a rule, and shows those that do. */
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
  assert.ok(sources.has("src/base/settings/load.ts"));
  assert.ok(imports.some(({ to }) => to === "src/base/settings/_derive.ts"));
  assert.ok(imports.some(({ specifier }) => specifier === "zod"));
});

/** The rooms from the ground up: a room imports only rooms listed before it. */
const FLOORS = [
  "base",
  "cli",
  "timescale",
  "database",
  "redis",
  "migrate",
  "schema",
  "point_in_time",
  "market",
  "backtest",
  "sample",
  "ingest",
  "sources",
  "answers",
  "stack",
  "operate",
  "beyond",
  "testing",
];

const MIGRATE_FLOORS = [
  "text",
  "author",
  "session",
  "ledger",
  "plan",
  "run",
  "catalog",
  "generate",
  "lint",
  "command",
];

const INGEST_FLOORS = [
  "encode",
  "refuse",
  "read",
  "stage",
  "write",
  "vintages",
  "candles",
  "columnar",
  "csv",
];

/** Asserts that each folder imports only folders listed before it. */
function assertFloors(house: string, floors: readonly string[]): void {
  const room = (path: string | undefined): string | undefined => {
    const [name, ...rest] = path?.startsWith(`${house}/`)
      ? path.slice(house.length + 1).split("/")
      : [];
    return rest.length > 0 ? name : undefined;
  };
  const rooms = new Set(files.map(room).filter((name) => name !== undefined));
  assert.deepEqual([...rooms].sort(), floors.toSorted());
  assertNone(({ from, to }) => {
    const [above, below] = [room(from), room(to)];
    return above !== undefined && below !== undefined &&
      floors.indexOf(below) > floors.indexOf(above);
  });
}

Deno.test("a room imports only rooms below it", () => assertFloors("src", FLOORS));

Deno.test("the rooms of migrate stand in the order of a migration's life", () => {
  assertFloors("src/migrate", MIGRATE_FLOORS);
});

Deno.test("the rooms of ingest stand in the order of a row's way", () => {
  assertFloors("src/ingest", INGEST_FLOORS);
});

Deno.test("the stack knows nothing of databases, schema or migrations", () => {
  assertNone(({ from, to }) =>
    isIn(from, "src/stack") && isIn(to, "src") && !isIn(to, "src/stack", "src/base", "src/cli")
  );
});

Deno.test("no file imports itself through others", () => {
  const targets = Map.groupBy(
    imports.filter(({ from, to }) => to !== undefined && to !== from),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const seen = way.indexOf(file);
    assert.equal(seen, -1, `a circle: ${[...way.slice(seen), file].join(" → ")}`);
    if (done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) {
      if (to !== undefined) visit(to, [...way, file]);
    }
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
});

Deno.test("migrations never import the schema, which moves while history must not", () => {
  const allowed = ["migrations", "src/migrate", "src/timescale", "src/base/sql"];
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
    assert.match(String(target), /^npm:(@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+(\/[\w./-]+)?$/, name);
  }
});
