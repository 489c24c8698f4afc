import { flagOption, numberOption, runTask } from "../src/cli/mod.ts";
import { parseServiceName, stackLogs } from "../src/stack/mod.ts";

await runTask({
  name: "logs",
  summary: "Prints the logs of the services, or of one.",
  example: "deno task logs timescaledb --lines=50 --follow",
  positionals: [{ name: "SERVICE", description: "One service; by default all of them." }],
  options: {
    follow: {
      type: "boolean",
      short: "f",
      conflicts: ["json"],
      description: "Continues with new lines until Ctrl-C.",
    },
    lines: {
      type: "string",
      short: "n",
      value: "N",
      default: "100",
      number: { least: 0 },
      description: "How many of the last lines each service gives.",
    },
  },
}, async (context) => {
  const [name] = context.positionals;
  const signal = AbortSignal.any([context.signal, context.outputClosed]);
  const lines: string[] = [];
  const log = stackLogs(".", {
    ...name === undefined ? {} : { service: parseServiceName(name) },
    lines: numberOption(context, "lines") ?? 100,
    follow: flagOption(context, "follow"),
    signal,
  });
  for await (const line of log) {
    context.print(line);
    if (context.json) lines.push(line);
  }
  context.result({ ok: true, lines });
});
