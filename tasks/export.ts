import { exportOptions, exportPositionals, exportTask } from "../src/answers/export/mod.ts";
import { runTask } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask({
  name: "export",
  summary: "Writes what was known when, or a table, as CSV, JSON lines, Parquet or Arrow.",
  example: [
    "deno task export as-of ALFRED/GDPC1 --at=2024-09-26T12:30:00Z --to=gdp.parquet",
    "deno task export panel ALFRED/GDPC1 ALFRED/PAYEMS --at-from=2016-01-01 --at-to=2025-12-31 \\",
    "  --time=18:00 --time-zone=America/New_York --to=panel.arrow",
    "deno task export matrix ALFRED/GDPC1 --at=now --to=- --format=csv | head",
    "deno task export table macro_series --to=s3://research/macro.parquet",
    "deno task export as-of ALFRED/GDPC1 --at=now --to=gdp.parquet --snapshot=gdp.json",
    "deno task export --check=gdp.json   # months later",
  ].join("\n"),
  options: exportOptions,
  positionals: exportPositionals,
  exitCodes: { 1: "the export failed, and nothing is left of it; or an answer is not as it was" },
}, async (context) => {
  const settings = loadTaskSettings();
  await using database = createDatabase({ settings });
  return await exportTask(database, context, { minio: settings.minio });
});
