import type { OpenSession } from "../session/session.ts";

/**
 * Watches a long statement from another connection and reports its progress: blocks of an index
 * build, chunks of a compression, otherwise the elapsed time. The first report comes after two
 * seconds.
 */
export function watchProgress(
  open: OpenSession,
  options: { readonly pid: number; readonly onProgress: (text: string) => void },
): AsyncDisposable {
  const { pid, onProgress } = options;
  const begun = performance.now();
  let watching: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    watching = watching.then(async () => {
      const seconds = Math.round((performance.now() - begun) / 1000);
      onProgress(`${await readProgress(open, pid) ?? "running"}, ${seconds} s`);
    }).catch(() => {
      // Progress is optional: if watching fails, the statement itself reports what is wrong.
    });
  }, 2_000);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await watching;
    },
  };
}

async function readProgress(open: OpenSession, pid: number): Promise<string | null> {
  await using session = await open();
  const { rows } = await session.query<
    { phase: string; done: string; total: string; waits: boolean }
  >(
    `select p.phase, greatest(p.blocks_done, p.tuples_done)::text as done,
       greatest(p.blocks_total, p.tuples_total)::text as total,
       exists (select from pg_locks where pid = $1 and not granted) as waits
     from pg_stat_progress_create_index p where p.pid = $1`,
    [pid],
  );
  const row = rows[0];
  if (row !== undefined) return `${row.phase}, ${row.done} of ${row.total}`;
  const { rows: activity } = await session.query<{ blockers: readonly number[]; name: string }>(
    `select pg_blocking_pids($1) as blockers, a.application_name as name
     from pg_stat_activity a where a.pid = $1`,
    [pid],
  );
  const { blockers = [], name = "" } = activity[0] ?? {};
  const reached = /^strata: (\d+ of \d+ .*)/.exec(name)?.[1];
  const waits = blockers.length > 0
    ? `waiting for a lock held by pid ${blockers.join(", ")}`
    : null;
  return [reached, waits].filter((text) => text).join(", ") || null;
}
