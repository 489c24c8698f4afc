import { flagOption, numberOption, runTask } from "../src/cli/mod.ts";
import { ConfigError } from "../src/base/errors.ts";
import { loadSettings } from "../src/base/settings/mod.ts";
import { stopStack, taskReport } from "../src/stack/mod.ts";

await runTask({
  name: "down",
  summary: "Stops the services; their data stays unless --volumes is given.",
  example: "deno task down\ndeno task down --volumes --yes",
  options: {
    volumes: { type: "boolean", description: "Destroys the data as well." },
    yes: { type: "boolean", short: "y", description: "Does not ask before destroying data." },
    timeout: {
      type: "string",
      value: "S",
      default: "60",
      number: { least: 1, most: 86_400 },
      description: "The time limit for each service to stop, in seconds.",
    },
  },
}, async (context) => {
  const volumes = flagOption(context, "volumes");
  if (volumes && !flagOption(context, "yes")) {
    if (!context.interactive) {
      throw new ConfigError(
        'Cannot destroy the data of "--volumes": nobody can be asked, add --yes',
      );
    }
    if (!await context.confirm("Destroy all data of this project's services?")) {
      context.result({ ok: false, stopped: [], volumes: false });
      context.print("Nothing was changed");
      return 1;
    }
  }
  await using progress = context.progress("Stopping the stack");
  const { backends, stopped } = await stopStack({
    root: ".",
    volumes,
    timeoutMs: (numberOption(context, "timeout") ?? 60) * 1_000,
    settings: loadSettings(),
    report: taskReport(context, progress).report,
    signal: context.signal,
  });
  context.result({ ok: true, backends, stopped, volumes });
  context.print(stopped.length > 0 ? `Stopped ${stopped.join(", ")}` : "Nothing was running");
  if (volumes) context.print(`Destroyed the data of the backend ${backends.join(", ")}`);
});
