import type { ListedBackup } from "../list/mod.ts";

/** Formats a size: `12.3 MB`. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** Formats a duration: `4.1 s`, `12 min`, `3 h`, `5 days`. */
export function ageText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}

/** Formats a backup as a line of a list. */
export function backupLine(
  backup: ListedBackup,
  options: { readonly now: Date; readonly word: (kind: "pass" | "warn" | "fail") => string },
): string {
  const { name, at, bytes, checked, problem } = backup;
  const age = `${ageText(options.now.getTime() - at.getTime())} old`;
  const size = bytes === undefined ? "?" : sizeText(bytes);
  const [kind, text] = problem !== undefined
    ? ["fail", problem] as const
    : checked === undefined
    ? ["warn", "never checked"] as const
    : checked.ok
    ? ["pass", `checked ${checked.at}, in ${ageText(checked.seconds * 1000)}`] as const
    : [
      "fail",
      `check failed ${checked.at}: ${checked.problems[0] ?? "for an unknown reason"}`,
    ] as const;
  return `${options.word(kind)}  ${name}  ${size.padStart(8)}  ${age.padEnd(12)} ${text}`;
}
