import type { Capability, Target } from "./target.ts";
import type { TimescaleEffect } from "./effect.ts";

/** The circumstances that a step is rendered for. */
export interface RenderContext {
  /** The server. */
  readonly target: Target;
  /** True if an earlier run deferred the step, so that tables may hold rows by now. */
  readonly late: boolean;
}

/** A step of a migration: what it needs, and its statements for a target. */
export interface Step {
  /** What it does, for people: `hypertable market_data`. */
  readonly title: string;
  /**
   * The capability that the server must have, else the step is deferred; null for any PostgreSQL.
   */
  readonly needs: Capability | null;
  /** Returns the statements, one per entry. */
  readonly render: (context: RenderContext) => readonly string[];
  /**
   * Returns statements for a server without the capability. Their result stands in until the step
   * can be applied.
   */
  readonly meanwhile?: (context: RenderContext) => readonly string[];
  /**
   * Statements that remove the stand-in. They run before any deferred step, since one stand-in may
   * depend on another.
   */
  readonly retire?: readonly string[];
  /** The change to the state that TimescaleDB keeps besides PostgreSQL's catalog. */
  readonly effect?: TimescaleEffect;
}
