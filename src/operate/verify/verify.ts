import type { BackendName, ServiceName, StackState } from "../../stack/backend.ts";
import { absentServices } from "./absent_services.ts";
import type { Check } from "./check.ts";
import { verifyServices, type VerifyServicesOptions } from "./verify_services.ts";

/** What a check of the schema found. */
export interface SchemaReport {
  /** How many tables are as they are declared. */
  readonly tables: number;
  /** How many of them are hypertables. */
  readonly hypertables: number;
  /** The migrations that are not applied yet. */
  readonly pending: readonly string[];
  /** What waits for a server that has the feature. */
  readonly deferred: readonly string[];
  /** Where the live schema differs from the declared one. */
  readonly differences: readonly SchemaDifference[];
}

/** One difference between the declared schema and the live one. */
export interface SchemaDifference {
  /** The table, index, policy or the like. */
  readonly object: string;
  /** What of it differs. */
  readonly property: string;
  /** What is declared. */
  readonly expected: unknown;
  /** What is there. */
  readonly actual: unknown;
}

/** Options of {@linkcode verify}. */
export interface VerifyOptions extends Omit<VerifyServicesOptions, "absent"> {
  /** The running stack, where there is one: what it lacks is skipped. */
  readonly state?: StackState | undefined;
  /** Checks the schema; asked once the database has passed. */
  readonly verifySchema?: (() => Promise<SchemaReport>) | undefined;
}

/** What {@linkcode verify} found, in the shape of `verify --json`. */
export interface VerifyReport {
  /** True where nothing failed, nothing is pending and nothing differs. */
  readonly ok: boolean;
  /** The backend of the running stack; null where no stack was started from here. */
  readonly backend: BackendName | null;
  /** One check a service. */
  readonly checks: readonly Check[];
  /** The schema, where it was asked for and the database answered. */
  readonly schema?: SchemaReport;
}

/** Checks the services of a project, and its schema where that is asked for. */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const { state, verifySchema, settings } = options;
  const absent = absentServices(state, settings.explicit);
  const checks = await verifyServices({ ...options, absent });
  const schema = verifySchema && hasDatabase(checks) ? await verifySchema() : undefined;
  const failed = checks.some(({ status }) => status === "fail");
  return {
    ok: !failed && (schema === undefined || isInStep(schema)),
    backend: state?.backend ?? null,
    checks,
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Chooses the exit code of a report: 3 where a service cannot be reached, 1 for other failures. */
export function exitCodeOf({ checks, ok }: VerifyReport): 0 | 1 | 3 {
  if (ok) return 0;
  return checks.some(({ cause }) => cause === "unreachable") ? 3 : 1;
}

function hasDatabase(checks: readonly Check[]): boolean {
  const database: ServiceName = "timescaledb";
  return checks.some(({ name, status }) =>
    name === database && (status === "pass" || status === "warn")
  );
}

function isInStep({ differences, pending }: SchemaReport): boolean {
  return differences.length === 0 && pending.length === 0;
}
