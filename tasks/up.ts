import { runTask } from "../src/cli/mod.ts";
import { loadSettings } from "../src/base/settings/mod.ts";
import {
  readUpOptions,
  stackStatus,
  startStack,
  statusLines,
  taskReport,
  upOptions,
} from "../src/stack/mod.ts";

await runTask({
  name: "up",
  summary: "Starts the services and waits until each is healthy.",
  example: "deno task up\ndeno task up --backend=docker --profile=full",
  options: upOptions,
}, async (context) => {
  const root = ".";
  await using progress = context.progress("Starting the stack");
  const { report, notes } = taskReport(context, progress);
  const { state, reason, started } = await startStack({
    root,
    ...readUpOptions(context),
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
