import type { Database } from "../../database/mod.ts";
import { type LateRelease, lateReleases } from "../../point_in_time/mod.ts";
import type { DashboardLimits, DashboardOptions } from "./dashboard_options.ts";
import type { Overview } from "./overview.ts";
import {
  catalogReader,
  explainTrouble,
  keep,
  type Kept,
  type ReadOnly,
  within,
} from "./read/mod.ts";

/** What the dashboard keeps of the state of everything. */
export interface Watch {
  /** Reads what is too old, each by its own age; a failure is part of the state. */
  read(): Promise<Overview>;
  /** The late releases, as they were read last. */
  late(): readonly LateRelease[];
  /** Waits for the migrations, though not long. */
  waitForMigrations(): Promise<void>;
  /** Looks for drift, if that was not done just now. */
  lookForDrift(): Promise<void>;
}

/** How long a page waits for the catalog, and for the rest, in milliseconds; an update brings it. */
const [CATALOG_MS, OTHERS_MS] = [600, 250];

/** How long a page waits for what it is about, in milliseconds. */
const ASKED_MS = 1_500;

/** Options of {@linkcode watch}. */
export interface WatchOptions extends DashboardOptions {
  readonly database: Pick<Database, "pool">;
  readonly readOnly: ReadOnly;
  readonly bounds: DashboardLimits;
}

/** Watches services, catalog, migrations and schedule. */
export function watch(options: WatchOptions): Watch {
  const { readOnly, bounds, redact } = options;
  const kept = <T>(what: string, freshMs: number, read: () => Promise<T>): Kept<T> =>
    keep(read, { freshMs, explain: (error) => explainTrouble(what, error, redact) });
  // A state whose other parts were waited for is drawn again without a read of the catalog.
  const catalog = kept(
    "the catalog",
    bounds.everyMs * 0.8,
    catalogReader(options.database, bounds),
  );
  const services = kept("the services", bounds.servicesMs, options.readServices);
  const migrations = kept("the migrations", bounds.migrationsMs, options.readMigrations);
  const drift = kept("the drift", bounds.driftMs, options.readDrift);
  const late = kept(
    "the schedule of releases",
    bounds.lateMs,
    () => readOnly((client) => lateReleases(client, { at: new Date() })),
  );
  return {
    async read() {
      const [a, b, c, d] = await Promise.all([
        within(catalog, CATALOG_MS),
        within(services, OTHERS_MS),
        within(migrations, OTHERS_MS),
        within(late, OTHERS_MS),
      ]);
      return {
        ...{ catalog: a, services: b, migrations: c, late: d, drift: drift.last },
        isPending: [catalog, services, migrations, late, drift].some((one) => one.isReading),
        isLooking: drift.isReading,
      };
    },
    late: () => late.last.value ?? [],
    async waitForMigrations() {
      await within(migrations, ASKED_MS);
    },
    async lookForDrift() {
      await within(drift, ASKED_MS);
    },
  };
}
