import { numberOption, runTask, textOption } from "../src/cli/mod.ts";
import { loadSettings } from "../src/settings/mod.ts";
import {
  BACKEND_ORDER,
  parseBackendRequest,
  stackStatus,
  startStack,
  statusLines,
  taskReport,
} from "../src/stack/mod.ts";

await runTask({
  name: "up",
  summary: "Starts the services and waits until each is healthy.",
  example: "deno task up\ndeno task up --backend=docker --profile=full",
  options: {
    backend: {
      type: "string",
      value: "NAME",
      default: "auto",
      choices: ["auto", ...BACKEND_ORDER],
      description: "What runs them; auto takes the first that can run here.",
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
      description: "The limit for the whole start, in seconds.",
    },
  },
}, async (context) => {
  const root = ".";
  await using progress = context.progress("Starting the stack");
  const { report, notes } = taskReport(context, progress);
  const { state, reason, started } = await startStack({
    root,
    requested: parseBackendRequest(textOption(context, "backend") ?? "auto"),
    profile: textOption(context, "profile") === "full" ? "full" : "default",
    timeoutMs: (numberOption(context, "timeout") ?? 600) * 1_000,
    settings: loadSettings(),
    report,
    signal: context.signal,
  });
  const { services } = await stackStatus(root);
  context.result({ ok: true, ...state, services, reason, started, notes });
  context.print(
    started
      ? `Started with the backend ${state.backend}: ${reason}`
      : `The stack runs already, with the backend ${state.backend}`,
  );
  for (const line of statusLines(services, context.statusWord)) context.print(line);
  if (started) context.print("Next: deno task migrate");
});
