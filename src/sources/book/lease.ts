import { sql } from "drizzle-orm";
import { logger } from "../../base/logging/mod.ts";
import { pause } from "../../base/resilience/mod.ts";
import { drizzleOf, run, type WriteTarget } from "../../ingest/stage/write_target.ts";

/** How long a lease lasts without being renewed: a killed process blocks others for this long. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

const log = logger("sources");

/** A lease that is held; disposing of it gives it back. */
export interface Lease extends AsyncDisposable {
  /** Aborts when the lease was lost, such as by a machine that slept. */
  readonly signal: AbortSignal;
}

/**
 * Takes a lease that one process at a time can hold, and renews it until it is disposed of. It
 * needs no session of its own, so it holds through a pooler too. Returns undefined if another
 * process has it.
 */
export async function takeLease(target: WriteTarget, name: string): Promise<Lease | undefined> {
  const drizzle = drizzleOf(target);
  const holder = crypto.randomUUID();
  const until = sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
  const taken = await run(
    drizzle,
    sql`insert into strata_ingest.leases as l (name, holder, until)
      values (${name}, ${holder}, ${until})
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
        where l.until < clock_timestamp()
      returning name`,
  );
  if (taken.length === 0) return undefined;
  const lost = new AbortController();
  let renewal: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renew().catch((error) => {
      log.warning("The lease {name} could not be renewed: {error}", { name, error });
    });
  }, RENEW_MS);

  async function renew(): Promise<void> {
    const kept = await run(
      drizzle,
      sql`update strata_ingest.leases set until = ${until}
        where name = ${name} and holder = ${holder} returning name`,
    );
    if (kept.length === 0) lost.abort(new Error(`The lease "${name}" was taken over`));
  }

  return {
    signal: lost.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await renewal;
      try {
        await run(
          drizzle,
          sql`delete from strata_ingest.leases where name = ${name} and holder = ${holder}`,
        );
      } catch (error) {
        // It runs out by itself, and what ended the work under it tells more than this.
        log.warning("The lease {name} could not be given back: {error}", { name, error });
      }
    },
  };
}

/**
 * Takes a lease, waiting for as long as that of a killed process lasts. Returns undefined if another
 * process still works on it.
 */
export async function waitForLease(
  target: WriteTarget,
  name: string,
  { signal, forMs = LEASE_MS + RENEW_MS }: {
    readonly signal: AbortSignal;
    readonly forMs?: number;
  },
): Promise<Lease | undefined> {
  const end = performance.now() + forMs;
  for (;;) {
    const lease = await takeLease(target, name);
    if (lease !== undefined || performance.now() > end) return lease;
    await pause(500, signal);
  }
}
