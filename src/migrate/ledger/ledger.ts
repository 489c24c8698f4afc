import type { Queryable } from "../../base/sql/mod.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import type { Capability } from "../author/target.ts";

/**
 * What the ledger says of a migration. `running` and `reverting` stay where one without a transaction
 * failed or its process died.
 */
export type LedgerState = "applied" | "running" | "reverting";

/** A step that waits for a server which has its capability. */
export interface DeferredStep {
  /** Its place in the migration, from 0. */
  readonly step: number;
  /** What it does, for people. */
  readonly title: string;
  /** What the server lacks. */
  readonly needs: Capability;
}

/** A row of the ledger. */
export interface LedgerRow {
  /** The migration's id. */
  readonly id: string;
  /** Its checksum when it was applied, with the number of its algorithm; the first had none. */
  readonly checksum: string;
  /** Where it stands. */
  readonly state: LedgerState;
  /** How many statements are done; without a transaction only. */
  readonly done: number;
  /** The hash of each step of which a statement is done, in order; without a transaction only. */
  readonly doneSteps: readonly string[];
  /** The place of a statement that was started and not seen to end, or null. */
  readonly started: number | null;
  /** The steps that wait for the server's capability. */
  readonly deferred: readonly DeferredStep[];
  /** When it began. */
  readonly startedAt: Date;
  /** When it was done, or null. */
  readonly finishedAt: Date | null;
  /** How long it took, or null. */
  readonly durationMs: number | null;
  /** Versions and edition of the server that applied it, as text. */
  readonly server: string;
  /** The version of this package that applied it. */
  readonly tool: string;
  /** The role that applied it. */
  readonly appliedBy: string;
  /** True where it was applied after a later one. */
  readonly outOfOrder: boolean;
  /** What went wrong last, or null. */
  readonly error: string | null;
}

/** What is written when a migration begins or is adopted. */
export interface LedgerEntry {
  readonly id: string;
  readonly checksum: string;
  readonly state: LedgerState;
  readonly deferred: readonly DeferredStep[];
  readonly durationMs: number | null;
  readonly server: string;
  readonly tool: string;
  readonly outOfOrder: boolean;
}

/** Something that happened to the migrations, kept for good. */
export type LedgerAction =
  | "up"
  | "down"
  | "deferred"
  | "baseline"
  | "repair"
  | "converge"
  | "resume";

/** Reads the ledger in order of the ids, or null where there is none yet. */
export async function readLedger(
  client: Queryable,
  ledger: string,
): Promise<readonly LedgerRow[] | null> {
  const { rows: found } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [quoteIdentifier(ledger, "migrations")],
  );
  if (found[0]?.found !== true) return null;
  const { rows } = await client.query<LedgerRow>(
    `${selectRow} from ${quoteIdentifier(ledger, "migrations")} m order by id collate "C"`,
  );
  return rows;
}

/** Reads one row of the ledger, or null. */
export async function readLedgerRow(
  client: Queryable,
  ledger: string,
  id: string,
): Promise<LedgerRow | null> {
  const { rows } = await client.query<LedgerRow>(
    `${selectRow} from ${quoteIdentifier(ledger, "migrations")} m where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Writes the row of a migration that begins, is done, or is adopted; an earlier row gives way. */
export async function writeLedgerRow(
  client: Queryable,
  ledger: string,
  entry: LedgerEntry,
): Promise<void> {
  await client.query(
    `insert into ${quoteIdentifier(ledger, "migrations")}
       (id, checksum, state, deferred, duration_ms, server, tool, out_of_order, started_at, finished_at)
     values ($1, $2, $3::text, $4::jsonb, $5::double precision, $6, $7, $8,
       clock_timestamp() - make_interval(secs => coalesce($5::double precision, 0) / 1000),
       case when $3::text = 'applied' then clock_timestamp() end)
     on conflict (id) do update set
       checksum = excluded.checksum, state = excluded.state, deferred = excluded.deferred,
       duration_ms = excluded.duration_ms, server = excluded.server, tool = excluded.tool,
       out_of_order = excluded.out_of_order, started_at = excluded.started_at,
       finished_at = excluded.finished_at, applied_by = excluded.applied_by,
       done = 0, done_steps = '[]', started = null, error = null`,
    [
      entry.id,
      entry.checksum,
      entry.state,
      JSON.stringify(entry.deferred),
      entry.durationMs,
      entry.server,
      entry.tool,
      entry.outOfOrder,
    ],
  );
}

/** What may change in a row while its migration runs. */
export interface LedgerChange {
  readonly checksum?: string;
  readonly state?: LedgerState;
  readonly done?: number;
  readonly doneSteps?: readonly string[];
  readonly started?: number | null;
  readonly deferred?: readonly DeferredStep[];
  readonly durationMs?: number;
  readonly finished?: boolean;
  readonly error?: string | null;
}

/** Changes the row of a migration. */
export async function updateLedgerRow(
  client: Queryable,
  ledger: string,
  change: LedgerChange & { readonly id: string },
): Promise<void> {
  const values: unknown[] = [change.id];
  const sets: string[] = [];
  const set = (column: string, value: unknown, cast = ""): void => {
    if (value === undefined) return;
    values.push(value);
    sets.push(`${column} = $${values.length}${cast}`);
  };
  set("checksum", change.checksum);
  set("state", change.state);
  set("done", change.done);
  set(
    "done_steps",
    change.doneSteps === undefined ? undefined : JSON.stringify(change.doneSteps),
    "::jsonb",
  );
  set("started", change.started);
  set(
    "deferred",
    change.deferred === undefined ? undefined : JSON.stringify(change.deferred),
    "::jsonb",
  );
  set("duration_ms", change.durationMs);
  set("error", change.error);
  if (change.finished === true) sets.push("finished_at = clock_timestamp()");
  await client.query(
    `update ${quoteIdentifier(ledger, "migrations")} set ${sets.join(", ")} where id = $1`,
    values,
  );
}

/** Writes checksums anew, each of the row with its id. */
export async function rewriteChecksums(
  client: Queryable,
  ledger: string,
  checksums: readonly { readonly id: string; readonly checksum: string }[],
): Promise<void> {
  await client.query(
    `update ${quoteIdentifier(ledger, "migrations")} m set checksum = given.checksum
     from unnest($1::text[], $2::text[]) as given (id, checksum) where m.id = given.id`,
    [checksums.map(({ id }) => id), checksums.map(({ checksum }) => checksum)],
  );
}

/** Deletes the row of a migration that was reverted. */
export async function deleteLedgerRow(
  client: Queryable,
  ledger: string,
  id: string,
): Promise<void> {
  await client.query(`delete from ${quoteIdentifier(ledger, "migrations")} where id = $1`, [id]);
}

/** Keeps what happened. */
export async function writeEvent(
  client: Queryable,
  ledger: string,
  event: { readonly migration: string; readonly action: LedgerAction; readonly detail?: string },
): Promise<void> {
  await client.query(
    `insert into ${quoteIdentifier(ledger, "migration_events")} (migration, action, detail)
     values ($1, $2, $3)`,
    [event.migration, event.action, event.detail ?? null],
  );
}

// A ledger that no run of this release has written has no done_steps yet.
const selectRow = `select id, checksum, state, done,
  coalesce(to_jsonb(m) -> 'done_steps', '[]') as "doneSteps", started, deferred, started_at as "startedAt",
  finished_at as "finishedAt", duration_ms as "durationMs", server, tool,
  applied_by as "appliedBy", out_of_order as "outOfOrder", error`;
