import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { root, sourceFiles } from "./source_graph.ts";

const files = await sourceFiles();
const texts = new Map(
  await Promise.all(files.map(async (file): Promise<[string, string]> => {
    return [file, await Deno.readTextFile(join(root, file))];
  })),
);

/** Finds the files outside the given folders whose text matches. */
function filesWith(pattern: RegExp, options: { readonly but: RegExp }): string[] {
  return files.filter((file) => !options.but.test(file) && pattern.test(texts.get(file) ?? ""));
}

Deno.test("no file is longer than 300 lines", () => {
  const long = files.filter((file) => (texts.get(file) ?? "").trimEnd().split("\n").length > 300);
  assert.deepEqual(long, []);
});

Deno.test("half of the package's files have 80 lines or fewer", () => {
  const lengths = files.filter((file) => file.startsWith("src/"))
    .map((file) => (texts.get(file) ?? "").trimEnd().split("\n").length)
    .sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  assert.ok(median <= 80, `the median is ${median}`);
});

Deno.test("file names are in snake_case and name a concept", () => {
  const odd = files.filter((file) => {
    const name = file.split("/").at(-1) ?? "";
    return !/^_?[a-z0-9]+(_[a-z0-9]+)*\.(d\.)?ts$/.test(name) ||
      /^(utils?|types|helpers|index)\.ts$/.test(name);
  });
  assert.deepEqual(odd, []);
});

Deno.test("only the command runner ends the process or sets its exit code", () => {
  const found = filesWith(/\bDeno\.(exit\(|exitCode\s*=)/, { but: /^(src\/cli|tests)\// });
  assert.deepEqual(found, []);
});

Deno.test("LogTape is configured nowhere but in the command runner", () => {
  const configuring = /import \{[^}]*\b(configure|reset)(Sync)?\b[^}]*\} from "@logtape\/logtape"/;
  const found = filesWith(configuring, { but: /^(src\/cli|tests)\// });
  assert.deepEqual(found, []);
});

Deno.test("every entry of the package begins with a module comment", async () => {
  const config = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  for (const [name, path] of Object.entries<string>(config.exports)) {
    assert.match(await Deno.readTextFile(join(root, path)), /^\/\*\*[^]*?@module[^]*?\*\//, name);
  }
});

Deno.test("every room says what it is for, who calls it and what it never does", async () => {
  const config = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const entries = Object.values<string>(config.exports).map((path) => path.replace(/^\.\//, ""));
  const folders = new Set(files.filter((file) => file.startsWith("src/")).map(dirname));
  // The package's entries describe themselves to users instead.
  const silent = [...folders].map((folder) => `${folder}/mod.ts`).filter((door) => {
    const sign = /^\/\*\*[^]*?\*\//.exec(texts.get(door) ?? "")?.[0] ?? "";
    return !entries.includes(door) && !/\n \* Called by [^]*\n \* Never /.test(sign);
  });
  assert.deepEqual(silent, []);
});
