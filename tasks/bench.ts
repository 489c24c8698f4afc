import { ConfigError } from "../src/base/errors.ts";
import { flagOption, listOption, runTask, textOption } from "../src/cli/mod.ts";
import { benchGroups } from "../tests/bench/groups.ts";
import { type BenchRow, lineOf, meetsTarget } from "../tests/bench/measure.ts";
import { provideServers, testServers } from "../tests/support/mod.ts";

await runTask({
  name: "bench",
  summary: "Measures side by side with plain tools, and prints ratios.",
  example: "deno task bench\ndeno task bench --only=reads,pool --quick",
  options: {
    only: {
      type: "string",
      value: "a,b",
      multiple: true,
      description: `Runs only these groups: ${Object.keys(benchGroups).join(", ")}.`,
    },
    "deno-postgres": {
      type: "string",
      value: "URL",
      default: "https://deno.land/x/postgres@v0.19.5/mod.ts",
      description: "The import of deno-postgres, to measure it beside the pool.",
    },
    quick: { type: "boolean", description: "Fewer rounds, and only the smallest size." },
  },
  exitCodes: { 1: "a measurement failed; a target that is missed is said, not failed" },
}, async (context) => {
  const asked = listOption(context, "only");
  const unknown = asked.filter((name) => !(name in benchGroups));
  if (unknown.length > 0) {
    throw new ConfigError(
      `Cannot run the benchmarks "${unknown.join(", ")}": there are ${
        Object.keys(benchGroups).join(", ")
      }`,
    );
  }
  using progress = context.progress("Measuring");
  await using servers = await provideServers({
    root: ".",
    signal: context.signal,
    report: ({ message }) => progress.update(message),
  });
  const url = testServers("community").at(-1) ?? servers.variables["STRATA_TEST_DATABASE_URL"];
  if (url === undefined) throw new ConfigError(`Cannot measure: ${servers.origin}`);
  const rows: BenchRow[] = [];
  for (const [name, run] of Object.entries(benchGroups)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    progress.update(name);
    await run({
      url,
      quick: flagOption(context, "quick"),
      denoPostgres: textOption(context, "deno-postgres") ?? "",
      onNote: (note) => context.print(note),
      onRow: (row) => {
        rows.push(row);
        context.print(lineOf(row));
      },
    });
    context.signal.throwIfAborted();
  }
  const missed = rows.filter((row) => !meetsTarget(row)).length;
  context.print(missed === 0 ? "Every target is met." : `${missed} targets are missed.`);
  context.result({ ok: true, missed, rows });
});
