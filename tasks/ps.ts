import { runTask } from "../src/cli/mod.ts";
import { stackStatus, statusLines } from "../src/stack/mod.ts";

await runTask({
  name: "ps",
  summary: "Shows the state of every service.",
  example: "deno task ps",
}, async (context) => {
  const { backend, startedAt, services, stale } = await stackStatus(".");
  context.result({ ok: true, backend: backend ?? null, startedAt: startedAt ?? null, services });
  if (backend === undefined) {
    context.print("Nothing is running, start it with deno task up");
    return;
  }
  const since = startedAt === undefined ? "" : `, started ${startedAt}`;
  context.print(`Backend ${backend}${since}${stale ? ", ended without deno task down" : ""}`);
  for (const line of statusLines(services, context.statusWord)) context.print(line);
});
