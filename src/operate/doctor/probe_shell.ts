import { StrataError } from "../../base/errors.ts";
import { runCommand } from "../../stack/mod.ts";

// Deno reads /proc and /sys only with every permission; a shell needs none but --allow-run.
const PART = `part() { printf '@%s\\n' "$1"; shift; "$@" 2>/dev/null; }\n`;

/**
 * Runs a shell script whose commands stand behind `part NAME`, and returns what each of them wrote.
 * A command that fails, or is not there, wrote nothing.
 */
export async function readParts(
  script: string,
  args: readonly string[] = [],
  timeoutMs = 3_000,
): Promise<ReadonlyMap<string, string>> {
  const signal = AbortSignal.timeout(timeoutMs);
  const { stdout, stderr } = await runCommand(
    ["/bin/sh", "-c", `${PART}${script}`, "sh", ...args],
    { env: { LC_ALL: "C" }, signal },
  );
  if (stdout === "") throw new StrataError(`Cannot read the system: ${stderr.trim()}`);
  return splitParts(stdout);
}

/** Splits the output of {@linkcode readParts} by its `@NAME` lines. */
export function splitParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(/^@/m).slice(1)) {
    const end = part.indexOf("\n");
    parts.set(part.slice(0, end), part.slice(end + 1).trimEnd());
  }
  return parts;
}
