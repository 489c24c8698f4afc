import { setTimeout as sleep } from "node:timers/promises";
import { redact } from "../../base/logging/mod.ts";
import { withDeadline } from "../../base/resilience/mod.ts";
import { secretsOf, type Settings } from "../../base/settings/mod.ts";
import type { ServiceName } from "../../stack/backend.ts";
import { SERVICE_NAMES } from "../../stack/service_names.ts";
import { checkKafka } from "./_check_kafka.ts";
import { checkMinio } from "./_check_minio.ts";
import { checkMongodb } from "./_check_mongodb.ts";
import { checkRedis } from "./_check_redis.ts";
import { checkTimescaledb } from "./_check_timescaledb.ts";
import { ADVICE_LIMITS, type AdviceLimits } from "./advice/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import { explain } from "./_explain.ts";
import type { AdvisedCheck, Check, CheckOptions, CheckOutcome } from "./check.ts";

/** Options of {@linkcode verifyServices}. */
export interface VerifyServicesOptions {
  /** The addresses of the services. */
  readonly settings: Settings;
  /** The services to check; all by default. */
  readonly services?: readonly ServiceName[];
  /** Services that are not present, with the reason: they are skipped. */
  readonly absent?: ReadonlyMap<ServiceName, string>;
  /** The limit for each step of a check, in milliseconds; 5,000 by default. */
  readonly timeoutMs?: number;
  /** How long failed checks are repeated, in milliseconds; 0 by default. */
  readonly waitMs?: number;
  /** Ends it early, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** From where on something is worth advice, where it is not {@linkcode ADVICE_LIMITS}. */
  readonly limits?: Partial<AdviceLimits>;
  /** The folder with the data of servers that run from here. */
  readonly dataFolder?: string | undefined;
  /** Called after each round of checks. */
  readonly onRound?: (checks: readonly Check[]) => void;
}

const PAUSE_MS = 500;

/**
 * Checks all services concurrently, each with its own client and a real round trip. Failures are
 * results, not errors.
 */
export async function verifyServices(options: VerifyServicesOptions): Promise<Check[]> {
  return (await adviseOnServices(options)).map(({ check }) => check);
}

/** Does the same, with advice on each service that answered. */
export async function adviseOnServices(options: VerifyServicesOptions): Promise<AdvisedCheck[]> {
  const { waitMs = 0, signal = new AbortController().signal } = options;
  const asked = options.services ?? SERVICE_NAMES;
  const names = SERVICE_NAMES.filter((name) => asked.includes(name));
  const end = performance.now() + waitMs;
  const hasFailed = ({ check }: AdvisedCheck) => check.status === "fail";
  let advised = await Promise.all(names.map((name) => checkOne(name, options, signal)));
  for (;;) {
    options.onRound?.(advised.map(({ check }) => check));
    const remaining = end - performance.now();
    if (!advised.some(hasFailed) || remaining <= 0) return advised;
    await sleep(Math.min(PAUSE_MS, remaining), undefined, { signal });
    advised = await Promise.all(
      advised.map((one) => hasFailed(one) ? checkOne(one.check.name, options, signal) : one),
    );
  }
}

type ServiceCheck = (settings: Settings, options: CheckOptions) => Promise<CheckOutcome>;

const serviceChecks: Readonly<Record<ServiceName, ServiceCheck>> = {
  timescaledb: checkTimescaledb,
  redis: checkRedis,
  mongodb: checkMongodb,
  kafka: checkKafka,
  minio: checkMinio,
};

/** A check has a few steps with a limit each; this ends a check whose driver ignores its limit. */
const STEPS = 3;

async function checkOne(
  name: ServiceName,
  { settings, absent, timeoutMs = 5_000, limits, dataFolder }: VerifyServicesOptions,
  signal: AbortSignal,
): Promise<AdvisedCheck> {
  const reason = absent?.get(name);
  if (reason !== undefined) {
    return { check: { name, status: "skip", latencyMs: null, detail: reason }, findings: [] };
  }
  let started = performance.now();
  let ended: number | undefined;
  try {
    const { status, detail, findings = [] } = await withDeadline(
      serviceChecks[name](settings, {
        timeoutMs,
        signal,
        begin: () => started = performance.now(),
        answered: () => ended = performance.now(),
        limits: { ...ADVICE_LIMITS, ...limits },
        dataFolder,
      }),
      timeoutMs * STEPS,
      () => new DOMException("the check did not end", "TimeoutError"),
    );
    const latencyMs = Math.round((ended ?? performance.now()) - started);
    const isFine = findings.every(({ severity }) => severity === "info");
    return {
      check: { name, status: isFine ? status : "warn", latencyMs, detail },
      findings: findings.map((one) => ({ ...one, sentence: hide(one.sentence, settings) })),
    };
  } catch (error) {
    signal.throwIfAborted();
    const { cause, detail } = explain(error, { service: name, settings, timeoutMs });
    return {
      check: { name, status: "fail", latencyMs: null, detail: hide(detail, settings), cause },
      findings: error instanceof CheckFailure ? error.findings : [],
    };
  }
}

function hide(detail: string, settings: Settings): string {
  const { secrets, shown } = secretsOf(settings);
  return redact(detail, secrets, { shown });
}
