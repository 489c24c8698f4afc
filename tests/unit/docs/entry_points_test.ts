import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { entries, root } from "./deno_doc.ts";

const DENIED = ["read", "write", "net", "env", "run", "sys", "ffi", "import"];

interface Asked {
  readonly permission: string;
  readonly value?: string;
}

/** Imports an entry in a separate process and returns every permission that it asked for. */
async function permissionsOf(path: string, flags: readonly string[]): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir();
  const audit = join(folder, "audit.jsonl");
  const entry = pathToFileURL(join(root, path)).href;
  try {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--quiet", ...flags, "-"],
      env: { DENO_AUDIT_PERMISSIONS: audit, NO_COLOR: "1" },
      cwd: root,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const program = `import * as all from ${JSON.stringify(entry)};
      console.log(Object.keys(all).length > 0);`;
    await writer.write(new TextEncoder().encode(program));
    await writer.close();
    const { stdout, stderr } = await child.output();
    assert.equal(new TextDecoder().decode(stderr), "");
    assert.equal(new TextDecoder().decode(stdout), "true\n");
    return await readAudit(audit);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function readAudit(path: string): Promise<readonly string[]> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const asked = text.split("\n").filter((line) => line !== "")
    .map((line): Asked => JSON.parse(line));
  return [...new Set(asked.map(({ permission, value = "" }) => `${permission} ${value}`))].sort();
}

for (const [name, path] of Object.entries(entries)) {
  Deno.test(`importing "${name}" needs no permission and reads nothing`, async () => {
    const asked = await permissionsOf(path, []);
    assert.deepEqual(asked, []);
  });

  Deno.test(`importing "${name}" works where everything is denied`, async () => {
    await permissionsOf(path, DENIED.map((permission) => `--deny-${permission}`));
  });
}
