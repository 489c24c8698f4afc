import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "./lock_file.ts";

const folder = join(root, ".github/workflows");

const workflows = new Map<string, string>();
for await (const { name } of Deno.readDir(folder)) {
  workflows.set(name, await Deno.readTextFile(join(folder, name)));
}

/** The jobs of a workflow: their names and the lines below. */
function jobsOf(text: string): Map<string, string> {
  const [, jobs = ""] = text.split(/^jobs:$/m);
  const parts = jobs.split(/^ {2}(\w+):$/m).slice(1);
  const found = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) found.set(parts[at] ?? "", parts[at + 1] ?? "");
  return found;
}

Deno.test("every action is pinned by a whole commit, with its version beside", () => {
  let count = 0;
  for (const [name, text] of workflows) {
    for (const [line, action] of text.matchAll(/^.*\buses:\s*(.*)$/gm)) {
      count++;
      assert.match(
        action ?? "",
        /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/,
        `${name}: ${line}`,
      );
    }
  }
  assert.ok(count > 4);
});

Deno.test("a workflow may read; only what publishes may more, each job one thing", () => {
  const more = new Map<string, string[]>();
  for (const [name, text] of workflows) {
    assert.match(text, /^permissions:\n {2}contents: read\n\n/m, name);
    for (const [job, lines] of jobsOf(text)) {
      const writes = [...lines.matchAll(/^ {6}([\w-]+): write$/gm)].map(([, scope = ""]) => scope);
      if (writes.length > 0) more.set(`${name} ${job}`, writes);
    }
    assert.doesNotMatch(text, /write-all|pull_request_target|secrets\./, name);
  }
  assert.deepEqual([...more], [
    ["ci.yml publish", ["id-token"]],
    ["ci.yml release", ["contents"]],
  ]);
});

Deno.test("no job leaves the token of its check-out in the repository's folder", () => {
  for (const [name, text] of workflows) {
    for (const [job, lines] of jobsOf(text)) {
      const checkouts = lines.match(/uses: actions\/checkout@/g)?.length ?? 0;
      const without = lines.match(/persist-credentials: false/g)?.length ?? 0;
      assert.equal(without, checkouts, `${name} ${job}`);
    }
  }
});

Deno.test("what comes from a pull request is not put into a command", () => {
  for (const [name, text] of workflows) {
    const commands = [...text.matchAll(/\brun:.*(?:\n {10,}.*)*/g)].map(([command]) => command);
    assert.ok(commands.length > 0, name);
    for (const command of commands) assert.doesNotMatch(command, /\$\{\{/, name);
  }
});

Deno.test("a release carries its bill of materials", () => {
  const release = jobsOf(workflows.get("ci.yml") ?? "").get("release") ?? "";
  const [, file = ""] = /deno task sbom --to=(\S+)/.exec(release) ?? [];
  assert.notEqual(file, "");
  assert.match(release, new RegExp(`gh release create .* ${RegExp.escape(file)}$`, "m"));
  assert.match(release, /needs: \[publish\]/);
});
