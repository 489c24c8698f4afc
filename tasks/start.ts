import { numberOption, runTask, textOption } from "../src/cli/mod.ts";
import { eventLine } from "../src/migrate/mod.ts";
import { BACKEND_ORDER, parseBackendRequest, taskReport } from "../src/stack/mod.ts";
import { startDocument, startLines, startProject } from "../src/start/mod.ts";
import { exitCodeOf } from "../src/verify/mod.ts";
import { migrations } from "../migrations/mod.ts";

await runTask({
  name: "start",
  summary:
    "Starts the services, migrates, loads real figures into an empty database, and verifies.",
  example: "deno task start\ndeno task start --backend=docker --profile=full",
  options: {
    backend: {
      type: "string",
      value: "NAME",
      default: "auto",
      choices: ["auto", ...BACKEND_ORDER],
      description: "What runs the services; auto takes the first that can run here.",
    },
    profile: {
      type: "string",
      value: "NAME",
      default: "default",
      choices: ["default", "full"],
      description: "full adds Kafka, where the backend has it.",
    },
    timeout: {
      type: "string",
      value: "S",
      default: "600",
      number: { least: 1, most: 86_400 },
      description: "The limit for the start of the services, in seconds.",
    },
  },
}, async (context) => {
  await using progress = context.progress("Starting");
  const { report } = taskReport(context, progress);
  const result = await startProject({
    root: ".",
    requested: parseBackendRequest(textOption(context, "backend") ?? "auto"),
    profile: textOption(context, "profile") === "full" ? "full" : "default",
    timeoutMs: (numberOption(context, "timeout") ?? 600) * 1_000,
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
