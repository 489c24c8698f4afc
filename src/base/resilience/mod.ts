/**
 * What connections to any service share: a bounded line of waiters, deadlines and repetition.
 *
 * @module
 */
export { withDeadline, withTimeoutSignal } from "./deadline.ts";
export { backoffDelay, retry } from "./retry.ts";
export type { RetryOptions } from "./retry.ts";
export { Turnstile } from "./turnstile.ts";
export type { EnterOptions, Refusal, TurnstileOptions } from "./turnstile.ts";
