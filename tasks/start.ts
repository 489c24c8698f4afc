import { runTask } from "../src/cli/mod.ts";
import { eventLine } from "../src/migrate/mod.ts";
import { readUpOptions, taskReport, upOptions } from "../src/stack/mod.ts";
import { startDocument, startLines, startProject } from "../src/operate/start/mod.ts";
import { exitCodeOf } from "../src/operate/verify/mod.ts";
import { migrations } from "../migrations/mod.ts";

await runTask({
  name: "start",
  summary:
    "Starts the services, migrates, loads real figures into an empty database, and verifies.",
  example: "deno task start\ndeno task start --backend=docker --profile=full",
  options: upOptions,
}, async (context) => {
  await using progress = context.progress("Starting");
  const { report } = taskReport(context, progress);
  const result = await startProject({
    root: ".",
    ...readUpOptions(context),
    migrations,
    sampleFolder: "tests/data",
    onStack: report,
    onMigration: (event) => {
      const line = event.kind === "deferred" ? null : eventLine(event);
      if (line !== null) context.note(line);
    },
    onPart: (part) => progress.update(part),
    signal: context.signal,
  });
  context.result(startDocument(result));
  for (const line of startLines(result, context.statusWord)) context.print(line);
  return exitCodeOf(result.verified);
});
