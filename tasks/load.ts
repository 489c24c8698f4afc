import { runTask, textOption } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { loadFile } from "../src/ingest/csv/task/load_task.ts";
import { loadRecipes } from "../src/ingest/csv/task/load_recipes.ts";
import { loadTaskOptions } from "../src/ingest/csv/task/task_flags.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask({
  name: "load",
  summary: "Loads a CSV, Parquet or Arrow file into a table; running it again changes nothing.",
  example: loadRecipes,
  options: loadTaskOptions,
  exitCodes: { 1: "lines were refused, or the load failed" },
}, async (context) => {
  await using database = createDatabase({ settings: loadTaskSettings() });
  return await loadFile(database, context, {
    table: textOption(context, "table"),
    file: textOption(context, "file"),
    input: Deno.stdin.readable,
  });
});
