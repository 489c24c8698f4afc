import type { Settings } from "../src/base/settings/mod.ts";
import { runTask, textOption } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { closeRedis } from "../src/redis/mod.ts";
import { createLimiter, knownSources, rawArchive, s3Store } from "../src/sources/mod.ts";
import { fetchOptions, fetchPositionals, fetchTask } from "../src/sources/task/mod.ts";
import { loadSources } from "../src/sources/task/load_sources.ts";
import { loadTaskSettings, readState } from "../src/stack/mod.ts";

await runTask({
  name: "fetch",
  summary: "Fetches public series with every vintage, each known when the market could know it.",
  example: [
    "deno task fetch fred GDPC1 PAYEMS   # describe, follow and fetch",
    "deno task fetch                     # bring everything that is followed up to date",
    "deno task fetch list",
    "deno task fetch forget fred GDPC1",
    "deno task fetch --every=1h",
    "deno task fetch --replay            # the same rows again, from the raw answers",
  ].join("\n"),
  options: fetchOptions,
  positionals: fetchPositionals,
  exitCodes: { 1: "a series could not be fetched; the others are stored" },
}, async (context) => {
  const settings = loadTaskSettings();
  const own = await loadSources(textOption(context, "sources") ?? settings.sourcesFile);
  await using database = createDatabase({ settings });
  try {
    return await fetchTask(database, context, {
      sources: [...own, ...knownSources(settings)],
      limiter: () => createLimiter(database, settings),
      archive: keepsAnswers(settings) ? rawArchive(s3Store(settings.minio)) : undefined,
    });
  } finally {
    await closeRedis();
  }
});

/** Whether there is an S3 server: the stack's, or one that the user named. */
function keepsAnswers({ explicit }: Settings): boolean {
  return readState(".")?.services.minio !== undefined || explicit.has("MINIO_HOST");
}
