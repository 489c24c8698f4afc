import {
  createMigrator,
  type Migration,
  migrationChecksum,
  pgliteSession,
} from "../migrate/mod.ts";
import type { Snapshot } from "./_engine.ts";

/** A list of migrations, and the schema of its ledger. */
export interface Ledger {
  readonly schema: string;
  readonly migrations: readonly Migration[];
}

/**
 * Returns the files of a database with these migrations applied. They are created once per list and
 * process, identified by the migrations' checksums, and built on the files for all ledgers but the
 * last: an empty database takes seconds, migrations a fraction of one.
 */
export function snapshotOf(ledgers: readonly Ledger[]): Promise<Snapshot> {
  const key = JSON.stringify(ledgers.map(({ schema, migrations }) => [
    schema,
    migrations.map((migration) => [migration.id, migrationChecksum(migration)]),
  ]));
  const known = snapshots.get(key);
  if (known !== undefined) return known;
  const made = makeSnapshot(ledgers);
  snapshots.set(key, made);
  // A failure is told to the caller; the next call tries again.
  made.catch(() => snapshots.delete(key));
  return made;
}

const snapshots = new Map<string, Promise<Snapshot>>();

async function makeSnapshot(ledgers: readonly Ledger[]): Promise<Snapshot> {
  const { recordSnapshot } = await import("./_engine.ts");
  const last = ledgers.at(-1);
  if (last === undefined) return await recordSnapshot();
  return await recordSnapshot({
    from: await snapshotOf(ledgers.slice(0, -1)),
    change: async (engine) => {
      const { schema: ledger, migrations } = last;
      const open = () => Promise.resolve(pgliteSession(engine));
      await createMigrator({ open, migrations, ledger }).up();
    },
  });
}
