import type { MigrationSession } from "../session/session.ts";
import type { SessionState } from "../session/session_state.ts";
import type { LockHolder } from "./lock.ts";
import type { Direction, RenderedStep } from "../plan/render.ts";

/** An event of a run. */
export type MigrationEvent =
  | { readonly kind: "extension"; readonly sql: string }
  | {
    readonly kind: "setting";
    /** The statement that was run. */
    readonly sql: string;
    /** What goes wrong without it. */
    readonly reason: string;
    /** The statement that reaches every role, where this one could not be run; else null. */
    readonly instead: string | null;
  }
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

/** The context that the parts of a run share. */
export interface RunContext {
  /** The session that holds the lock. */
  readonly session: MigrationSession;
  /** The state of the session before any migration. */
  readonly state: SessionState;
  /** The schema of the ledger. */
  readonly ledger: string;
  /** The `lock_timeout` of each transaction in milliseconds; 0 for none. */
  readonly lockTimeoutMs: number;
  /** How often a transaction that does not get its locks is tried in total. */
  readonly attempts: number;
  /** The versions and edition of the server, for the ledger. */
  readonly serverText: string;
  /** The name and version of the tool, for the ledger. */
  readonly tool: string;
  /** Ends the run at the next statement. */
  readonly signal: AbortSignal | undefined;
  /** Reports an event. */
  readonly emit: (event: MigrationEvent) => void;
  /** Runs one statement of a migration. */
  readonly execute: (migration: string, statement: string) => Promise<void>;
}
