import type { ServiceName } from "../../stack/backend.ts";

/** How a check ended; `warn` works with a reservation, `skip` was not asked. */
export type CheckStatus = "pass" | "warn" | "fail" | "skip";

/** Why a check failed, for those who branch on it. */
export type FailureCause =
  /** Nobody answered: not running, a wrong address, a firewall, too slow. */
  | "unreachable"
  /** The server answered and refused the log-in. */
  | "auth"
  /** The server answered, and what was asked for is not there: a database, a bucket. */
  | "missing"
  /** This process may not connect: Deno's permissions. */
  | "permission"
  /** The server answered with another error. */
  | "failed";

/** What was found out about one service. */
export interface Check {
  /** The service. */
  readonly name: ServiceName;
  /** How it ended. */
  readonly status: CheckStatus;
  /** From the first byte to the last answer, in milliseconds; null where there was none. */
  readonly latencyMs: number | null;
  /** One line for people: what answered, or what is wrong and what would help. */
  readonly detail: string;
  /** Why it failed. */
  readonly cause?: FailureCause;
}

/** What a service's own check found where nothing failed. */
export interface Finding {
  /** `warn` where it works with a reservation. */
  readonly status: "pass" | "warn";
  /** One line for people. */
  readonly detail: string;
}

/** Options of a service's own check. */
export interface CheckOptions {
  /** The limit of each of its steps, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** To be called once the driver is loaded: the latency counts from here. */
  readonly begin: () => void;
}
