import { ConfigError } from "../src/base/errors.ts";
import { flagOption, listOption, runTask, textOption } from "../src/cli/mod.ts";
import { runFaults } from "../tests/faults/run_faults.ts";
import { faultRooms } from "../tests/faults/scope.ts";
import { closingLineOf, formatTable } from "../tests/faults/table.ts";
import { provideServers } from "../tests/support/provide_servers.ts";

await runTask({
  name: "test:faults",
  summary: "Provokes every fault of the table on real servers, and prints what was held.",
  example: "deno task test:faults\ndeno task test:faults --short --only=migrations,writers",
  options: {
    short: { type: "boolean", description: "Every kind of fault instead of every place: minutes." },
    only: {
      type: "string",
      value: "a,b",
      multiple: true,
      description: `Runs only these parts of the table: ${Object.keys(faultRooms).join(", ")}.`,
    },
    table: { type: "string", value: "FILE", description: "Also writes the table as Markdown." },
  },
  exitCodes: { 1: "something was not held, or a test of the table did not run" },
}, async (context) => {
  const asked = listOption(context, "only");
  const unknown = asked.filter((name) => !Object.hasOwn(faultRooms, name));
  if (unknown.length > 0) {
    throw new ConfigError(
      `Cannot run the faults of "${unknown.join(", ")}": there are ${
        Object.keys(faultRooms).join(", ")
      }`,
    );
  }
  const root = ".";
  const { signal, color } = context;
  using progress = context.progress("Providing servers");
  await using servers = await provideServers({
    root,
    signal,
    report: ({ message }) => progress.update(message),
  });
  progress[Symbol.dispose]();
  context.note(`Testing with ${servers.origin}`);
  const results = await runFaults({
    root,
    rooms: asked.length === 0
      ? Object.values(faultRooms)
      : asked.flatMap((name) => faultRooms[name] ?? []),
    isLong: !flagOption(context, "short"),
    variables: servers.variables,
    color,
    signal,
    onLine: (line) => context.note(line),
  });
  const table = formatTable(results);
  const file = textOption(context, "table");
  if (file !== undefined) await Deno.writeTextFile(file, `${table}\n`);
  context.print(table);
  context.print("");
  context.print(closingLineOf(results));
  const ok = results.every(({ state }) => state === "held" || state === "left out");
  context.result({ ok, lines: results.map(({ line, ...rest }) => ({ id: line.id, ...rest })) });
  return ok ? 0 : 1;
});
