import { runTask, textOption } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { loadFile } from "../src/ingest/csv/task/load_task.ts";
import { loadTaskOptions } from "../src/ingest/csv/task/task_flags.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask({
  name: "load",
  summary: "Loads a CSV file into a table; running it again changes nothing.",
  example: `deno task load --table=curves --file=par.csv --wide=tenors \\
  --date-format=MM/DD/YYYY --map curveDate=Date --set curveId=US_TREASURY_PAR
deno task load --table=macro_series --file=433.csv --set series="BCB SGS/433" --decimal=, \\
  --date-format=DD/MM/YYYY --map observationDate=data --map releaseTime=data --map value=valor`,
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
