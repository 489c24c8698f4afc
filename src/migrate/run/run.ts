import type { MigrationSession } from "../session/session.ts";
import type { SessionState } from "../session/session_state.ts";
import type { LockHolder } from "./lock.ts";
import type { Direction, RenderedStep } from "../plan/render.ts";

/** What a run tells while it goes on. */
export type MigrationEvent =
  | { readonly kind: "extension"; readonly sql: string }
  | { readonly kind: "waiting"; readonly holder: LockHolder | null }
  | { readonly kind: "begin"; readonly migration: string; readonly direction: Direction }
  | { readonly kind: "statement"; readonly migration: string; readonly sql: string }
  | { readonly kind: "progress"; readonly migration: string; readonly text: string }
  | {
    readonly kind: "retry";
    readonly migration: string;
    readonly attempt: number;
    readonly error: unknown;
  }
  | {
    readonly kind: "deferred";
    readonly migration: string;
    readonly steps: readonly RenderedStep[];
  }
  | { readonly kind: "resume"; readonly migration: string; readonly text: string }
  | { readonly kind: "reconnect"; readonly error: unknown }
  | {
    readonly kind: "done";
    readonly migration: string;
    readonly direction: Direction | "deferred";
    readonly durationMs: number;
  };

/** What each part of a run works with. */
export interface RunContext {
  /** The session that holds the lock. */
  readonly session: MigrationSession;
  /** What the session was opened with. */
  readonly state: SessionState;
  /** The ledger's schema. */
  readonly ledger: string;
  /** `lock_timeout` of each transaction in milliseconds, 0 for none. */
  readonly lockTimeoutMs: number;
  /** How many times a transaction is tried where it does not get its locks. */
  readonly attempts: number;
  /** Versions and edition of the server, for the ledger. */
  readonly serverText: string;
  /** This package's version, for the ledger. */
  readonly tool: string;
  /** Ends the run at the next statement. */
  readonly signal: AbortSignal | undefined;
  /** Tells what happens. */
  readonly emit: (event: MigrationEvent) => void;
  /** Runs one statement of a migration. */
  readonly execute: (migration: string, statement: string) => Promise<void>;
}
