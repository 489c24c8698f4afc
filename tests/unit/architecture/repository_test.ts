import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "./source_graph.ts";

const config = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
const tasks: Record<string, { description?: string; command?: string }> = config.tasks;

async function readIfThere(name: string): Promise<string> {
  try {
    return await Deno.readTextFile(join(root, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

Deno.test("every task that the README names is there", async () => {
  const text = await readIfThere("README.md");
  const named = [...text.matchAll(/deno(?:@2\.9)? task ([a-z][a-z:_-]*)/g)].map((match) =>
    match[1]
  );
  const missing = [...new Set(named)].filter((name) => name === undefined || !(name in tasks));
  assert.deepEqual(missing, []);
});

Deno.test("every task is described and takes exact permissions", () => {
  for (const [name, task] of Object.entries(tasks)) {
    assert.ok(task.description, name);
    assert.doesNotMatch(task.command ?? "", /(^|\s)(-A|--allow-all)(\s|$)/, name);
  }
});

Deno.test("every task's file is there", async () => {
  for (const [name, { command = "" }] of Object.entries(tasks)) {
    for (const [file] of command.matchAll(/\btasks\/[a-z_]+\.ts\b/g)) {
      assert.ok((await Deno.stat(join(root, file))).isFile, name);
    }
  }
});

Deno.test("the published package holds no tests and no tasks", () => {
  const include: readonly string[] = config.publish.include;
  assert.deepEqual(include.filter((path) => /^(tests|tasks|\*)/.test(path)), []);
});
