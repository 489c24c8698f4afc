import type { Queryable } from "../../base/sql/mod.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import type { Capability } from "../author/target.ts";

/**
 * The state of a migration in the ledger. `running` and `reverting` remain if a migration without a
 * transaction fails or its process dies.
 */
export type LedgerState = "applied" | "running" | "reverting";

/** A step that waits until the server has its capability. */
export interface DeferredStep {
  /** Its index in the migration, from 0. */
  readonly step: number;
  /** What it does, for people. */
  readonly title: string;
  /** The capability that the server lacks. */
  readonly needs: Capability;
}

/** A row of the ledger. */
export interface LedgerRow {
  /** The migration's id. */
  readonly id: string;
  /**
   * Its checksum when it was applied, with the algorithm's number; the first algorithm has none.
   */
  readonly checksum: string;
  /** Its state. */
  readonly state: LedgerState;
  /** The number of finished statements; only for migrations without a transaction. */
  readonly done: number;
  /**
   * The hash of each step that has a finished statement, in order; only for migrations without a
   * transaction.
   */
  readonly doneSteps: readonly string[];
  /** The index of a statement that started and whose end is unknown, or null. */
  readonly started: number | null;
  /** The steps that wait for a capability of the server. */
  readonly deferred: readonly DeferredStep[];
  /** When it started. */
  readonly startedAt: Date;
  /** When it finished, or null. */
  readonly finishedAt: Date | null;
  /** How long it took, or null. */
  readonly durationMs: number | null;
  /** The versions and edition of the server that applied it, as text. */
  readonly server: string;
  /** The version of this package that applied it. */
  readonly tool: string;
  /** The role that applied it. */
  readonly appliedBy: string;
  /** True if it was applied after a later one. */
  readonly outOfOrder: boolean;
  /** The last error, or null. */
  readonly error: string | null;
}

/** The values of a row when a migration starts or is adopted. */
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

/** The kind of an event in the permanent history. */
export type LedgerAction =
  | "up"
  | "down"
  | "deferred"
  | "baseline"
  | "repair"
  | "converge"
  | "resume";

/** Reads the ledger in order of ids; null if there is none yet. */
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

/** Reads a row of the ledger; null if there is none. */
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

/**
 * Writes the row of a migration that starts, finishes or is adopted. It replaces an earlier row.
 */
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

/** Changes to a row while its migration runs. */
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

/** Replaces the checksums of the rows with the given ids. */
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

/** Adds an event to the history. */
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

// A ledger of an older release has no `done_steps` until this release migrates.
const selectRow = `select id, checksum, state, done,
  coalesce(to_jsonb(m) -> 'done_steps', '[]') as "doneSteps", started, deferred, started_at as "startedAt",
  finished_at as "finishedAt", duration_ms as "durationMs", server, tool,
  applied_by as "appliedBy", out_of_order as "outOfOrder", error`;
