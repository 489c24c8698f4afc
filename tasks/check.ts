import { runTask } from "../src/cli/mod.ts";

/** The steps, each a command line for `deno`. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  lock: ["install", "--frozen"],
  format: ["fmt", "--check"],
  lint: ["lint"],
  "types and doc examples": ["check", "--doc", "mod.ts", "src", "migrations", "tasks", "tests"],
  "examples of the README": ["check", "--doc-only", "README.md"],
  publish: ["publish", "--dry-run", "--allow-dirty"],
};

await runTask({
  name: "check",
  summary: "Checks the lock, format, lint, types, doc examples and what would be published.",
  example: "deno task check",
  exitCodes: { 1: "a step failed" },
}, async (context) => {
  const steps: { name: string; ok: boolean; durationMs: number }[] = [];
  for (const [name, args] of Object.entries(STEPS)) {
    if (context.signal.aborted) return 1;
    using progress = context.progress(name);
    const start = performance.now();
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args],
      env: context.color ? {} : { NO_COLOR: "1" },
      signal: context.signal,
      stdin: "null",
    }).output();
    progress[Symbol.dispose]();
    const durationMs = Math.round(performance.now() - start);
    steps.push({ name, ok: success, durationMs });
    const seconds = context.style("dim", `${(durationMs / 1000).toFixed(1)} s`);
    context.print(`${context.statusWord(success ? "pass" : "fail")}  ${name}  ${seconds}`);
    if (success) continue;
    const decoder = new TextDecoder();
    context.note(`deno ${args.join(" ")}\n${decoder.decode(stdout)}${decoder.decode(stderr)}`);
  }
  const ok = steps.every((step) => step.ok);
  context.result({ ok, steps });
  return ok ? 0 : 1;
});
