import { ConfigError } from "../../base/errors.ts";
import { VERSION } from "../../base/version.ts";
import type { Diagnosis } from "./diagnose.ts";
import { diagnosisLines, PLAIN_WORDS } from "./report_lines.ts";

/** What a report needs besides the diagnosis. */
export interface ReportOptions {
  /** Hides secrets. */
  readonly redact: (text: string) => string;
  /** When it was made. */
  readonly now: Date;
  /** The user's home folder, which is written as `~`. */
  readonly home: string | undefined;
}

/** The name of a report where none is given. */
export function reportName(now: Date): string {
  return `strata-report-${now.toISOString().slice(0, 10)}.txt`;
}

/** Writes a diagnosis as one text that can be attached to a bug report. */
export function reportText(diagnosis: Diagnosis, { redact, now, home }: ReportOptions): string {
  const { os, arch } = Deno.build;
  const lines = [
    `Strata ${VERSION}, Deno ${Deno.version.deno}, ${os} ${arch}, ${now.toISOString()}`,
    "Passwords, keys and tokens are left out; hosts, ports and names are not.",
    "",
    ...diagnosisLines(diagnosis, {
      all: true,
      heading: (title) => `== ${title}`,
      statusWord: (kind) => PLAIN_WORDS[kind].padEnd(6),
    }),
    "",
  ];
  const text = redact(lines.join("\n"));
  return home === undefined || home.length < 2 ? text : text.replaceAll(home, "~");
}

/**
 * Writes a report into a new file that only its owner may read.
 *
 * @throws {ConfigError} If the file is there already, or cannot be written.
 */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { createNew: true, mode: 0o600 });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const why = cause instanceof Deno.errors.AlreadyExists
      ? "it is there already, name another with --report=FILE"
      : `${cause.message}, name a place that can be written with --report=FILE`;
    throw new ConfigError(`Cannot write "${path}": ${why}`, { cause });
  }
}
