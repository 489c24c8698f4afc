import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createDatabase,
  type CreateDatabaseOptions,
  type Database,
  type DatabaseLimits,
} from "../../src/database/mod.ts";
import { ConnectionError } from "../../src/base/errors.ts";

/** Opens a test's own pool, with a name that identifies its backends. */
export function openDatabase<TSchema extends Record<string, unknown> = Record<string, never>>(
  url: string,
  limits: Partial<DatabaseLimits> = {},
  options: CreateDatabaseOptions<TSchema> = {},
): Database<TSchema> {
  return createDatabase({ ...options, url, limits, applicationName: "strata_test_pool" });
}

/** How a call ended: its result, or its error and code, and how long it took. */
export interface Outcome<T> {
  readonly result?: T;
  readonly error?: unknown;
  readonly code?: string | undefined;
  readonly elapsedMs: number;
}

/** Runs a call and reports how it ended. */
export async function outcomeOf<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  const started = performance.now();
  try {
    const result = await call();
    return { result, elapsedMs: performance.now() - started };
  } catch (error) {
    const code = error instanceof ConnectionError ? error.code : undefined;
    return { error, code, elapsedMs: performance.now() - started };
  }
}

/** Asserts that a call fails because of its connection, with one of the codes. */
export async function assertConnectionError(
  call: Promise<unknown>,
  ...codes: readonly string[]
): Promise<ConnectionError> {
  const { error } = await outcomeOf(() => call);
  assert.ok(error instanceof ConnectionError, `not a ConnectionError: ${Deno.inspect(error)}`);
  assert.equal(error.service, "timescaledb");
  assert.ok(codes.includes(error.code ?? ""), `${error.code}: ${error.message}`);
  return error;
}

/** Waits until a condition holds; fails after the limit. */
export async function eventually(
  holds: () => Promise<boolean> | boolean,
  options: { readonly withinMs: number; readonly what: string },
): Promise<void> {
  const end = performance.now() + options.withinMs;
  while (!await holds()) {
    assert.ok(performance.now() < end, `${options.what} within ${options.withinMs} ms`);
    await sleep(20);
  }
}

/**
 * Returns everything that printing an error or value could show, including causes and hidden
 * fields.
 */
export function everyText(value: unknown): string {
  const parts = [Deno.inspect(value, { depth: 10, showHidden: true }), String(value)];
  for (let error = value; error instanceof Error; error = error.cause) {
    parts.push(error.message, String(error.stack), JSON.stringify({ ...error }));
  }
  return parts.join("\n");
}
