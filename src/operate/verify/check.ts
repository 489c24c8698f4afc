import type { ServiceName } from "../../stack/backend.ts";
import type { AdviceLimits, Finding } from "./advice/mod.ts";

/**
 * The result of a check; `warn` means that it works with a reservation, `skip` that it was not run.
 */
export type CheckStatus = "pass" | "warn" | "fail" | "skip";

/** Why a check failed, for code that branches on it. */
export type FailureCause =
  /** No answer: not running, a wrong address, a firewall, too slow. */
  | "unreachable"
  /** The server answered and refused the login. */
  | "auth"
  /** The server answered, but lacks what was asked for: a database, a bucket. */
  | "missing"
  /** This process may not connect: Deno's permissions. */
  | "permission"
  /** The server answered with another error. */
  | "failed";

/** The result for one service. */
export interface Check {
  /** The service. */
  readonly name: ServiceName;
  /** The result of the check. */
  readonly status: CheckStatus;
  /** From the first byte to the last answer, in milliseconds; null if there was no answer. */
  readonly latencyMs: number | null;
  /** One line for people: what answered, or what is wrong and how to fix it. */
  readonly detail: string;
  /** Why it failed. */
  readonly cause?: FailureCause;
}

/** A service's check with the advice on it. */
export interface AdvisedCheck {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/** The result of a service's own check that did not fail. */
export interface CheckOutcome {
  /** `warn` means that it works with a reservation. */
  readonly status: "pass" | "warn";
  /** One line for people. */
  readonly detail: string;
  /** What was found beside. */
  readonly findings?: readonly Finding[];
}

/** Options of a service's own check. */
export interface CheckOptions {
  /** The limit for each of its steps, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
  /** Call it once the driver is loaded: the latency is measured from here. */
  readonly begin: () => void;
  /** Call it once the service has answered: the latency ends here, what follows is advice. */
  readonly answered: () => void;
  /** From where on something is worth advice. */
  readonly limits: AdviceLimits;
  /** The folder with the data of servers that run from here. */
  readonly dataFolder?: string | undefined;
}
