import { fileURLToPath } from "node:url";
import { type BenchRow, medianPair } from "./measure.ts";
import { migrations } from "../../migrations/mod.ts";
import { planScript } from "../../src/migrate/command/report.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { runPsql } from "./run_psql.ts";
import { openClient, throwawayDatabase } from "../support/mod.ts";

/** Measures the migration engine's own share, the cost of importing, and `verify`. */
export async function runEngine(options: { readonly url: string }): Promise<readonly BenchRow[]> {
  return [
    await firstMigration(options.url),
    await nothingToDo(options.url),
    await importCost(),
    await verifyCost(),
  ];
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
      plain.push(await onEmpty(url, (own) => runPsql(own, ["-f", script])));
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
  const entry = placeOf("mod.ts");
  const times = await besideNothing(() => deno([entry]));
  return row("importing mod.ts", "an empty Deno program", { ...times, size: "one process" });
}

/** The whole task on the services of the settings, including absent ones. */
async function verifyCost(): Promise<BenchRow> {
  const script = placeOf("tasks/verify.ts");
  const { stdout } = await run(["--allow-all", script, "--json"]);
  const { checks }: { checks: readonly { name: string; status: string }[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const states = checks.map(({ name, status }) => `${name} ${status}`);
  const times = await besideNothing(() => run(["--allow-all", script, "--json"]));
  return row("verify, every service", "an empty Deno program", {
    ...times,
    size: states.join(", "),
  });
}

async function besideNothing(
  work: () => Promise<unknown>,
): Promise<{ readonly ours: number; readonly plain: number }> {
  const empty = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    return await medianPair(work, () => deno([empty]), { rounds: 7 });
  } finally {
    await Deno.remove(empty);
  }
}

function placeOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
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

async function deno(args: readonly string[]): Promise<void> {
  const { success, stderr } = await run(args);
  if (!success) throw new Error(`deno run ${args[0]} failed: ${new TextDecoder().decode(stderr)}`);
}

function run(args: readonly string[]): Promise<Deno.CommandOutput> {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
}
