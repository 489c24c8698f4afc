import { numberOption, requirePermissions, runTask, textOption } from "../src/cli/mod.ts";
import { missingParts } from "../tests/soak/open_places.ts";
import { runSoak } from "../tests/soak/run_soak.ts";
import { isHeld } from "../tests/soak/soak_report.ts";
import { closingLineOf } from "../tests/soak/soak_text.ts";
import { writeReport } from "../tests/soak/write_report.ts";

await runTask({
  name: "soak",
  summary: "Provokes random faults under load for a while; judges what was lost and what grew.",
  example: "deno task soak --minutes=60\ndeno task soak --minutes=5 --seed=7 --report=/tmp/soak",
  options: {
    minutes: {
      type: "string",
      value: "N",
      default: "10",
      number: { least: 1, most: 10_000 },
      description: "How long faults are provoked.",
    },
    seed: {
      type: "string",
      value: "N",
      number: { least: 0, most: 2 ** 32 - 1 },
      description: "The seed of faults and rows; by chance by default.",
    },
    report: {
      type: "string",
      value: "FOLDER",
      default: ".strata/soak",
      description: "Where soak.json, soak.md and soak.svg are written.",
    },
  },
  exitCodes: { 1: "something was lost, or grew" },
}, async (context) => {
  // Without one of them, an hour would end with faults that are none of the product.
  requirePermissions([
    { name: "run" },
    { name: "read" },
    { name: "write" },
    { name: "net" },
    { name: "sys", kind: "uid" },
  ]);
  const seed = numberOption(context, "seed") ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  context.note(`Seed ${seed}`);
  for (const part of missingParts()) context.note(`Without: ${part}`);
  using progress = context.progress("Soaking");
  const report = await runSoak({
    durationMs: (numberOption(context, "minutes") ?? 10) * 60_000,
    seed,
    signal: context.signal,
    onProgress: (line) => progress.update(line),
  });
  progress[Symbol.dispose]();
  const folder = textOption(context, "report") ?? ".strata/soak";
  await writeReport(folder, report);
  for (const problem of report.problems) context.print(`${context.statusWord("fail")}  ${problem}`);
  context.print(closingLineOf(report));
  context.print(`The report is in ${folder}`);
  const ok = isHeld(report);
  const { samples: _many, ...rest } = report;
  context.result({ ok, folder, ...rest });
  return ok ? 0 : 1;
});
