import assert from "node:assert/strict";
import { join } from "node:path";
import config from "../../../deno.json" with { type: "json" };
import { recordFigures } from "../figures.ts";
import { parseLock, reachable, readLock, root } from "./lock_file.ts";

/** The packages with scripts of their own, and why they do without them. */
const SCRIPTS_NOT_RUN: Readonly<Record<string, string>> = {
  esbuild: "its script only checks the binary that comes as a package for each platform",
};

Deno.test("the lock is frozen and was made for exactly what deno.json imports", async () => {
  assert.deepEqual(config.lock, { path: "deno.lock", frozen: true });
  const lock = await readLock();
  const imported = Object.values<string>(config.imports)
    .map((target) => target.replace(/^(npm:@?[^@]+@[^/]+).*$/, "$1"));
  assert.deepEqual(lock.specifiers.toSorted(), [...new Set(imported)].sort());
  assert.deepEqual([...lock.direct.keys()].sort(), lock.specifiers.toSorted());
});

Deno.test("every package of the lock has the hash of its archive, and somebody who needs it", async () => {
  const lock = await readLock();
  for (const { id, integrity } of lock.packages) {
    assert.match(integrity ?? "", /^sha512-[A-Za-z0-9+/]{86}==$/, id);
  }
  const used = reachable(lock, lock.direct.values());
  assert.deepEqual(lock.packages.filter(({ id }) => !used.has(id)).map(({ id }) => id), []);
  await recordFigures("supply-lock", { note: `${lock.packages.length} packages with their hash` });
});

Deno.test("a lock that does not fit is refused: the import map asks for more than it holds", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const imports = { ...config.imports, more: "npm:long@5.3.2" };
    const text = JSON.stringify({ imports, lock: config.lock });
    await Deno.writeTextFile(join(folder, "deno.json"), text);
    await Deno.copyFile(join(root, "deno.lock"), join(folder, "deno.lock"));
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["install", "--quiet", "--cached-only"],
      cwd: folder,
    }).output();
    assert.equal(code, 1);
    assert.match(new TextDecoder().decode(stderr), /lockfile is out of date/i);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("no script of a package is run when it is installed, and none needs to be", async () => {
  const { packages } = await readLock();
  const withScripts = new Set(
    packages.filter(({ hasScripts }) => hasScripts).map(({ name }) => name),
  );
  assert.deepEqual([...withScripts].sort(), Object.keys(SCRIPTS_NOT_RUN).sort());
  assert.ok(!("allowScripts" in config), "deno.json allows scripts of packages");
  for (const file of ["deno.json", ".ci/run", ".github/workflows/ci.yml", "tasks/check.ts"]) {
    const text = await Deno.readTextFile(join(root, file));
    assert.doesNotMatch(text, /allow-?scripts/i, file);
  }
});

Deno.test("a lock of another version, or with modules of other places, is not taken for read", () => {
  const lock = { version: "5", specifiers: {}, npm: {}, workspace: { dependencies: [] } };
  assert.deepEqual(parseLock(JSON.stringify(lock)).packages, []);
  for (const odd of [{ version: "6" }, { jsr: {} }, { remote: {} }]) {
    assert.throws(() => parseLock(JSON.stringify({ ...lock, ...odd })), /this reads version 5/);
  }
});
