import { ConfigError } from "../../base/errors.ts";
import { numberOption, type TaskContext, textOption } from "../../cli/mod.ts";
import type { ReferenceEvent, ReferenceOptions } from "../catalog/reference.ts";
import { openPostgresSession } from "../session/postgres_session.ts";
import { parseTarget, type Target } from "../author/target.ts";

/** The flags of waiting and locking, as a migrator takes them. */
export function runningOptions(
  context: TaskContext,
): { readonly waitMs?: number; readonly lockTimeoutMs?: number } {
  const wait = numberOption(context, "wait");
  const lockTimeoutMs = numberOption(context, "lock-timeout");
  return {
    ...(wait === undefined ? {} : { waitMs: wait * 1_000 }),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
  };
}

/**
 * The target that `--target` names, or undefined where it is not given.
 *
 * @throws {ConfigError} Where it is none.
 */
export function targetOption(context: TaskContext): Target | undefined {
  const text = textOption(context, "target");
  try {
    return text === undefined ? undefined : parseTarget(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigError(error.message, { cause: error });
  }
}

/**
 * Where `--reference` says that definitions and migrations are tried, and what is told of it.
 *
 * @throws {ConfigError} Where it is no such place.
 */
export function referenceOptions(context: TaskContext): ReferenceOptions {
  const text = textOption(context, "reference") ?? "auto";
  const told = new Set<string>();
  const common = {
    signal: context.signal,
    onReference: (event: ReferenceEvent) => {
      const line = referenceLine(event);
      if (!told.has(line)) context.note(line);
      told.add(line);
    },
  };
  if (text === "auto" || text === "embedded" || text === "scratch") {
    return { ...common, reference: text };
  }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigError(
      "Cannot use --reference: it is none of auto, embedded, scratch and the URL of a server, postgres://…",
    );
  }
  return { ...common, reference: "scratch", scratchServer: () => openPostgresSession(text) };
}

function referenceLine(event: ReferenceEvent): string {
  if (event.kind === "left") {
    return `Left behind: the database "${event.database}"; drop it where nobody uses it`;
  }
  return event.kind === "scratch"
    ? `Tried in a scratch database: ${event.reason}`
    : `Tried in PGlite, which sees nothing of what plain SQL has TimescaleDB do; no scratch database can be made: ${event.reason}`;
}
