import { showOptions, showPositionals, showTask } from "../src/answers/show/mod.ts";
import { runTask } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask({
  name: "show",
  summary: "Draws a series as it was known, its revisions and its calendar.",
  example: [
    "deno task show ALFRED/GDPC1",
    "deno task show GDPC1 --at=2024-09-26T12:29:00Z   # what was known then",
    "deno task show GDPC1 --svg=gdp.svg               # a chart for a paper",
  ].join("\n"),
  options: showOptions,
  positionals: showPositionals,
}, async (context) => {
  await using database = createDatabase({ settings: loadTaskSettings() });
  await showTask(database, context);
});
