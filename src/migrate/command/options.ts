import { ConfigError } from "../../base/errors.ts";
import { numberOption, type TaskContext, textOption } from "../../cli/mod.ts";
import type { ReferenceEvent, ReferenceOptions } from "../catalog/reference.ts";
import { openPostgresSession } from "../session/postgres_session.ts";
import { parseTarget, type Target } from "../author/target.ts";

/** Returns the migrator options for the `--wait` and `--lock-timeout` flags. */
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
 * Returns the target of the `--target` flag, or `undefined` without the flag.
 *
 * @throws {ConfigError} If it is not a valid target.
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
 * Returns the options for the `--reference` flag: where to try definitions and migrations.
 *
 * @throws {ConfigError} If it is not a valid place.
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
      "Cannot use --reference: the value is not known, give auto, embedded, scratch or a server's URL, postgres://…",
    );
  }
  return { ...common, reference: "scratch", scratchServer: () => openPostgresSession(text) };
}

function referenceLine(event: ReferenceEvent): string {
  if (event.kind === "left") {
    return `Left behind: the database "${event.database}"; drop it if nobody uses it`;
  }
  return event.kind === "scratch"
    ? `Tried in a scratch database: ${event.reason}`
    : `Tried in PGlite, which does not see what plain SQL changes through TimescaleDB; no scratch database can be created: ${event.reason}`;
}
