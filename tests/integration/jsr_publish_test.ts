import assert from "node:assert/strict";
import { glob } from "node:fs/promises";
import { JsrRegistry, type PublishedPackage } from "../support/jsr_registry.ts";
import { cleanDeno, root } from "./jsr_support.ts";

const config = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));

/** The files that `publish.include` names. */
async function includedFiles(): Promise<readonly string[]> {
  const found = await Array.fromAsync(glob(config.publish.include, { cwd: root }));
  return found.map((path) => `/${path.replaceAll("\\", "/")}`).sort();
}

/** The specifiers of the entries. */
function specifiers({ name, version, exports }: PublishedPackage): readonly string[] {
  return Object.keys(exports).map((entry) => `jsr:${name}@${version}${entry.slice(1)}`);
}

interface Resolved {
  readonly error?: string;
}

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: Resolved;
      readonly type?: Resolved;
    }[];
  }[];
}

/** Finds what a graph could not resolve, including types. */
function unresolved({ modules }: Graph): readonly string[] {
  return modules.flatMap(({ specifier, error, dependencies = [] }) => [
    ...(error === undefined ? [] : [`${specifier}: ${error}`]),
    ...dependencies.flatMap(({ specifier: wanted, code, type }) =>
      [code?.error, type?.error].filter((text) => text !== undefined)
        .map((text) => `${specifier} → ${wanted}: ${text}`)
    ),
  ]);
}

Deno.test("deno publish sends the package, which imports from a JSR registry", async (t) => {
  await using registry = new JsrRegistry();
  const published = await registry.publish(root);
  await using deno = await cleanDeno({ registry });

  await t.step("it holds exactly the files of publish.include", async () => {
    assert.deepEqual([...published.files.keys()].sort(), await includedFiles());
    const { name, version, exports } = config;
    assert.deepEqual([published.name, published.version], [name, version]);
    assert.deepEqual(published.exports, exports);
  });

  await t.step("its entries import nothing but npm, node and itself", async () => {
    for (const specifier of specifiers(published)) {
      const { code, stdout, stderr } = await deno.run(["info", "--json", specifier]);
      assert.equal(code, 0, stderr);
      const graph: Graph = JSON.parse(stdout);
      const own = graph.modules.filter((module) => module.specifier.startsWith(registry.url));
      assert.ok(own.length > 0, specifier);
      assert.deepEqual(unresolved({ modules: own }), [], specifier);
      const foreign = graph.modules.map((module) => module.specifier)
        .filter((name) => !name.startsWith(registry.url) && !/^(npm|node):/.test(name));
      assert.deepEqual(foreign, [], specifier);
    }
  });

  await t.step("importing its entries needs no permission, from the first time on", async () => {
    for (const specifier of specifiers(published)) {
      const program = `import * as all from "${specifier}"; console.log(Object.keys(all).length)`;
      const path = await Deno.makeTempFile({ suffix: ".ts" });
      await Deno.writeTextFile(path, program);
      const { code, stdout, stderr } = await deno.run(["run", "--no-prompt", "--quiet", path]);
      await Deno.remove(path);
      assert.equal(code, 0, `${specifier}: ${stderr}`);
      assert.ok(Number(stdout) > 0, specifier);
    }
  });
});
