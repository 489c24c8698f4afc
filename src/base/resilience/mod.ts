/**
 * What connections to any service share: a bounded queue of waiters, deadlines and retries.
 * Called by everything that waits for a service.
 * Never decides what is safe to repeat: the caller does.
 *
 * @module
 */
export { withDeadline, withTimeoutSignal } from "./deadline.ts";
export { pause } from "./pause.ts";
export { backoffDelay, retry } from "./retry.ts";
export type { RetryOptions } from "./retry.ts";
export { Turnstile } from "./turnstile.ts";
export type { EnterOptions, Refusal, TurnstileOptions } from "./turnstile.ts";
