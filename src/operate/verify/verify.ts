import type { BackendName, ServiceName, StackState } from "../../stack/backend.ts";
import { absentServices } from "./absent_services.ts";
import type { BackupState } from "../backup/mod.ts";
import { judgeBackups } from "./advice/backups/mod.ts";
import { ADVICE_LIMITS, type Finding, finding } from "./advice/mod.ts";
import type { Check } from "./check.ts";
import { adviseOnServices, type VerifyServicesOptions } from "./verify_services.ts";

/** The result of a schema check. */
export interface SchemaReport {
  /** How many tables match their declarations. */
  readonly tables: number;
  /** How many of them are hypertables. */
  readonly hypertables: number;
  /** The migrations that are not yet applied. */
  readonly pending: readonly string[];
  /** What is deferred until the server has the feature. */
  readonly deferred: readonly string[];
  /** The differences between the live and the declared schema. */
  readonly differences: readonly SchemaDifference[];
}

/** A difference between the declared and the live schema. */
export interface SchemaDifference {
  /** The table, index, policy or the like. */
  readonly object: string;
  /** The property that differs. */
  readonly property: string;
  /** The declared value. */
  readonly expected: unknown;
  /** The live value. */
  readonly actual: unknown;
}

/** Options of {@linkcode verify}. */
export interface VerifyOptions extends Omit<VerifyServicesOptions, "absent"> {
  /** The running stack, if any: services that it lacks are skipped. */
  readonly state?: StackState | undefined;
  /** Checks the schema; called only if the database passed. */
  readonly verifySchema?: (() => Promise<SchemaReport>) | undefined;
  /** The least severity of a finding that fails; `error` by default. */
  readonly failOn?: FailOn;
  /** Where backups of the database are kept, and what reads their state. */
  readonly backups?: { readonly place: string; readonly read: () => Promise<BackupState> };
}

/** The least severity of a finding that makes {@linkcode verify} fail. */
export type FailOn = "error" | "warning";

/** The result of {@linkcode verify}, in the shape of `verify --json`. */
export interface VerifyReport {
  /** True if no check and no finding failed, nothing is pending and nothing differs. */
  readonly ok: boolean;
  /** The backend of the running stack; null if no stack was started from here. */
  readonly backend: BackendName | null;
  /** One check per service. */
  readonly checks: readonly Check[];
  /** The advice on the services that answered. */
  readonly findings: readonly Finding[];
  /** The schema, if requested and the database answered. */
  readonly schema?: SchemaReport;
}

/** Checks the services of a project and, on request, its schema. */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const { state, verifySchema, settings, failOn = "error" } = options;
  const absent = absentServices(state, settings.explicit);
  const [advised, backups] = await Promise.all([
    adviseOnServices({ ...options, absent }),
    adviseOnBackups(options),
  ]);
  const checks = advised.map(({ check }) => check);
  const findings = [...advised.flatMap((one) => one.findings), ...backups];
  const schema = verifySchema && hasDatabase(checks) ? await verifySchema() : undefined;
  const failed = checks.some(({ status }) => status === "fail") ||
    findings.some((finding) => isFailure(finding, failOn));
  return {
    ok: !failed && (schema === undefined || isInStep(schema)),
    backend: state?.backend ?? null,
    checks,
    findings,
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Judges the backups, where the database is asked for; a place that cannot be read is told. */
async function adviseOnBackups({ backups, services, limits }: VerifyOptions): Promise<Finding[]> {
  if (backups === undefined || services?.includes("timescaledb") === false) return [];
  const { place, read } = backups;
  try {
    return judgeBackups(await read(), {
      place,
      now: new Date(),
      limits: { ...ADVICE_LIMITS, ...limits },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [finding("backup-unread", {
      sentence: `The backups in ${place} cannot be listed: ${why}`,
      remedy: `deno task backup list --to='${place}'`,
    })];
  }
}

/** Tells whether a finding fails: an error always, a warning on request, information never. */
export function isFailure({ severity }: Finding, failOn: FailOn): boolean {
  return severity === "error" || severity === failOn;
}

/**
 * Chooses the exit code of a report: 2 if this process may not connect to a service, 3 if one cannot
 * be reached, 1 for other failures.
 */
export function exitCodeOf({ checks, ok }: VerifyReport): 0 | 1 | 2 | 3 {
  if (ok) return 0;
  if (checks.some(({ cause }) => cause === "permission")) return 2;
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
