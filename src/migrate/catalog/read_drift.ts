import { detectServer, type ServerInfo } from "../../timescale/mod.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { compareLedger, type MigrationStatus } from "../plan/compare.ts";
import { readLedger } from "../ledger/ledger.ts";
import type { Migration } from "../author/migration.ts";
import type { OpenSession } from "../session/session.ts";
import { type Target, targetOf } from "../author/target.ts";
import { accessDrift } from "./access_drift.ts";
import { withoutIgnored, withoutMissingTables } from "./adjust_catalog.ts";
import type { CatalogState } from "./catalog_state.ts";
import type { Definitions } from "./definitions.ts";
import { compareDifferences, type Difference } from "./difference.ts";
import { definitionDifferences } from "./definition_differences.ts";
import { databaseDifferences } from "./database_differences.ts";
import { withElsewhere } from "./find_elsewhere.ts";
import { foldTimescale } from "./fold_timescale.ts";
import { introspect } from "./introspect.ts";
import { introspectTimescale } from "./introspect_timescale.ts";
import { type DriftNote, readNotes } from "./drift_note.ts";
import { ledgerDifferences } from "./ledger_differences.ts";
import { readReference, type ReferenceCatalogs, type ReferenceOptions } from "./reference.ts";
import type { AggregateModel } from "./timescale_model.ts";

/** Options of the drift check. */
export interface DriftOptions extends ReferenceOptions {
  /** Opens a new connection to the database. */
  readonly open: OpenSession;
  /** The migrations, in order. */
  readonly migrations: readonly Migration[];
  /** The definitions. Without them, only migrations, ledger and database are compared. */
  readonly definitions?: Definitions;
  /** True to also list undeclared grants and owners, as notes; false by default. */
  readonly listAccess?: boolean;
  /** The schema of the ledger; `strata_migrations` by default. */
  readonly ledger?: string;
  /** Patterns of objects that may exist although no migration creates them, such as `audit_*`. */
  readonly ignore?: readonly string[];
}

/** Everything that was read, and the resulting differences. */
export interface DriftState {
  readonly server: ServerInfo;
  readonly target: Target;
  readonly differences: readonly Difference[];
  readonly notes: readonly DriftNote[];
  readonly deferred: readonly { readonly migration: string; readonly titles: readonly string[] }[];
  readonly statuses: readonly MigrationStatus[];
  readonly reference: ReferenceCatalogs;
  readonly expected: CatalogState;
  readonly actual: CatalogState;
}

/**
 * Reads everything that the drift check and converge need. Changes nothing. Uses the catalogs of an
 * earlier reference if the same migrations are applied.
 */
export async function readDrift(
  options: DriftOptions,
  earlier: Pick<DriftState, "reference" | "statuses"> | null = null,
): Promise<DriftState> {
  const { migrations, definitions, ledger = "strata_migrations", ignore = [] } = options;
  await using session = await options.open();
  const server = await detectServer(session);
  const statuses = compareLedger(migrations, await readLedger(session, ledger) ?? []);
  const applied = statuses.filter(isApplied);
  const isSame = idsOf(earlier?.statuses.filter(isApplied) ?? []) === idsOf(applied);
  const reference = earlier !== null && isSame ? earlier.reference : await readReference({
    definitions: definitions ?? null,
    applied: applied.flatMap(({ migration }) => migration ?? []),
    all: migrations,
    deferred: new Map(applied.flatMap(({ id, row }) => {
      const steps = row?.deferred.map(({ step }) => step) ?? [];
      return steps.length === 0 ? [] : [[id, new Set(steps)]];
    })),
  }, options);
  const expected = expectedState(applied, reference);
  const live = await readLive(session, { server, schemas: reference.schemas, ledger });
  const actual: CatalogState = {
    ...live,
    catalog: withoutIgnored(live.catalog, expected.catalog, ignore),
  };
  const target = targetOf(server);
  const inDatabase = await databaseDifferences(session, {
    expected,
    actual,
    target,
    aggregates: allAggregates(applied),
  });
  const access = await accessDrift(session, {
    declared: definitions ?? {},
    schemas: reference.schemas,
    isListed: options.listAccess ?? false,
  });
  const differences = [
    ...(definitions === undefined
      ? []
      : definitionDifferences(definitions, { reference, migrations })),
    ...ledgerDifferences(statuses, target),
    ...await withElsewhere(session, inDatabase, [...reference.schemas, ledger]),
    ...access.differences,
  ].sort(compareDifferences);
  const deferred = deferredOf(statuses);
  const notes = [...await readNotes(session, server), ...access.notes];
  return { server, target, differences, notes, deferred, statuses, reference, expected, actual };
}

/**
 * Tells whether a migration is applied. If it has been edited since, its current version counts.
 */
function isApplied({ row, migration }: MigrationStatus): boolean {
  return row?.state === "applied" && migration !== null;
}

/** Returns a key for the applied migrations and their deferred steps. */
function idsOf(statuses: readonly MigrationStatus[]): string {
  return statuses.map(({ id, row }) =>
    [id, ...row?.deferred.map(({ step }) => step) ?? []].join(" ")
  )
    .join();
}

function expectedState(
  applied: readonly MigrationStatus[],
  reference: ReferenceCatalogs,
): CatalogState {
  const timescale = reference.timescale?.applied ?? foldTimescale(
    applied.flatMap(({ migration, row }) =>
      migration === null
        ? []
        : [{ migration, skip: new Set(row?.deferred.map((entry) => entry.step)) }]
    ),
  );
  return {
    catalog: reference.applied,
    timescale: withoutMissingTables(timescale, reference.applied),
  };
}

function allAggregates(applied: readonly MigrationStatus[]): readonly AggregateModel[] {
  const migrations = applied.flatMap(({ migration }) => migration === null ? [] : [{ migration }]);
  return foldTimescale(migrations).aggregates;
}

async function readLive(
  client: Queryable,
  from: {
    readonly server: ServerInfo;
    readonly schemas: readonly string[];
    readonly ledger: string;
  },
): Promise<CatalogState> {
  const schemas = from.schemas.filter((schema) => schema !== from.ledger);
  return {
    catalog: await introspect(client, { schemas }),
    timescale: await introspectTimescale(client, from.server),
  };
}

function deferredOf(
  statuses: readonly MigrationStatus[],
): DriftState["deferred"] {
  return statuses.flatMap(({ id, row }) =>
    row === null || row.deferred.length === 0
      ? []
      : [{ migration: id, titles: row.deferred.map((entry) => entry.title) }]
  );
}
