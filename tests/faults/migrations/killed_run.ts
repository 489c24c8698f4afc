const runner = new URL("../../fixtures/migrate_process.ts", import.meta.url).pathname;

/** How a migrator in a process of its own ended. */
export interface KilledRun {
  /** The signal that ended it; null if it came to its end. */
  readonly signal: string | null;
  /** How many statements it sent, if it came to its end. */
  readonly sent: number;
}

/** Runs the migrator that kills itself; its arguments stand in its file. */
export async function runKilled(url: string, args: readonly string[]): Promise<KilledRun> {
  const { signal, stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "--no-check", runner, url, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (!success && signal === null) throw new Error(new TextDecoder().decode(stderr));
  return { signal, sent: Number(new TextDecoder().decode(stdout)) };
}
