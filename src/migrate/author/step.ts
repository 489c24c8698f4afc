import type { Capability, Target } from "./target.ts";
import type { TimescaleEffect } from "./effect.ts";

/** What a step is rendered for. */
export interface RenderContext {
  /** The server. */
  readonly target: Target;
  /** True where the step was deferred by an earlier run and the tables may hold rows by now. */
  readonly late: boolean;
}

/** One step of a migration: what it needs, and its statements for a target. */
export interface Step {
  /** What it does, for people: `hypertable market_data`. */
  readonly title: string;
  /** What the server must have; the step is deferred on one that has not. Null: any PostgreSQL. */
  readonly needs: Capability | null;
  /** The statements, one an entry. */
  readonly render: (context: RenderContext) => readonly string[];
  /** What stands in on a server without the capability, until the step itself can be applied. */
  readonly meanwhile?: (context: RenderContext) => readonly string[];
  /** What takes away what stood in, before any deferred step is applied: one may stand on another. */
  readonly retire?: readonly string[];
  /** What the step does to the state that TimescaleDB keeps beside PostgreSQL's catalog. */
  readonly effect?: TimescaleEffect;
}
