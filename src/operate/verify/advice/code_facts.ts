import type { ServiceName } from "../../../stack/backend.ts";

/** `error`: rows are lost, or soon will be; `warning`: to be mended; `info`: good to know. */
export type Severity = "info" | "warning" | "error";

/** What is fixed for a code. */
export interface CodeFacts {
  readonly service: ServiceName;
  readonly severity: Severity;
  /** Whether its remedy is SQL, or a command for a shell. */
  readonly remedy: "sql" | "command";
  /** What it means, in one line. */
  readonly doc: string;
}

/** Facts of a code whose remedy is SQL. */
export function bySql<S extends Severity>(severity: S, doc: string) {
  return { service: "timescaledb", severity, remedy: "sql", doc } as const;
}

/** Facts of a code of another service, whose remedy is a command. */
export function byCommand<N extends ServiceName, S extends Severity>(
  service: N,
  severity: S,
  doc: string,
) {
  return { service, severity, remedy: "command", doc } as const;
}
