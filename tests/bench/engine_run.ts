import { fileURLToPath } from "node:url";
import { type BenchRow, medianPair } from "./measure.ts";
import { migrations } from "../../migrations/mod.ts";
import { planScript } from "../../src/migrate/command/report.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { openClient, throwawayDatabase } from "../support/mod.ts";

/** Measures the migration engine: its own share on an empty database, and with nothing to do. */
export async function runEngine(options: { readonly url: string }): Promise<readonly BenchRow[]> {
  return [await firstMigration(options.url), await nothingToDo(options.url), await importCost()];
}

async function firstMigration(url: string): Promise<BenchRow> {
  const script = await Deno.makeTempFile({ suffix: ".sql" });
  try {
    await using model = await throwawayDatabase(url, { timescaledb: true });
    const { actions } = await migratorOn(model.url).plan();
    await Deno.writeTextFile(script, planScript(actions).join("\n"));
    const [ours, plain] = [[] as number[], [] as number[]];
    for (let round = 0; round < 5; round++) {
      ours.push(await onEmpty(url, (own) => migratorOn(own).up()));
      plain.push(await onEmpty(url, (own) => psql(own, ["-f", script])));
    }
    return row("migrate, an empty database", "the same statements by psql -f", {
      ours: Math.min(...ours),
      plain: Math.min(...plain),
      size: `${actions.length} migrations`,
    });
  } finally {
    await Deno.remove(script);
  }
}

async function nothingToDo(url: string): Promise<BenchRow> {
  await using database = await throwawayDatabase(url, { timescaledb: true });
  await migratorOn(database.url).up();
  const times = await medianPair(
    () => migratorOn(database.url).up(),
    async () => {
      const client = await openClient(database.url);
      await client.query("select 1");
      await client.end();
    },
    { rounds: 40 },
  );
  return row("migrate, nothing to do", "opening a connection", {
    ...times,
    size: `${migrations.length} migrations`,
  });
}

async function importCost(): Promise<BenchRow> {
  const entry = fileURLToPath(new URL("../../mod.ts", import.meta.url));
  const empty = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const times = await medianPair(() => deno(entry), () => deno(empty), { rounds: 7 });
    return row("importing mod.ts", "an empty Deno program", { ...times, size: "" });
  } finally {
    await Deno.remove(empty);
  }
}

function row(
  name: string,
  against: string,
  measured: { readonly ours: number; readonly plain: number; readonly size: string },
): BenchRow {
  return {
    name,
    against,
    ...measured,
    unit: "ms",
    ratio: measured.ours / measured.plain,
    target: null,
  };
}

function migratorOn(url: string): ReturnType<typeof createMigrator> {
  return createMigrator({ open: () => openPostgresSession(url), migrations });
}

async function onEmpty(url: string, run: (own: string) => Promise<unknown>): Promise<number> {
  await using database = await throwawayDatabase(url, { timescaledb: true });
  const begun = performance.now();
  await run(database.url);
  return performance.now() - begun;
}

async function psql(url: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("psql", {
    args: ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", url, ...args],
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`psql failed: ${new TextDecoder().decode(stderr)}`);
}

async function deno(script: string): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", script],
    stdout: "null",
    stderr: "null",
  }).output();
  if (!success) throw new Error(`deno run ${script} failed`);
}
