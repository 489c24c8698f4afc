import { type Html, html } from "../../../base/http/mod.ts";

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Writes a size as people read it: `812 B`, `4.3 MB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Writes a count with its noun: `1 chunk`, `2,000 chunks`. */
export function countText(count: number, noun?: string): string {
  const text = whole.format(count);
  return noun === undefined ? text : `${text} ${noun}${count === 1 ? "" : "s"}`;
}

/** Writes how many times smaller something became: `12.3 ×`. */
export function ratioText(before: number, after: number): string {
  if (after <= 0 || before <= 0) return "–";
  const ratio = before / after;
  return `${ratio < 99.5 ? ratio.toFixed(1) : whole.format(ratio)} ×`;
}

const figure = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** Writes a value of the data. */
export function numberText(value: number): string {
  return figure.format(value).replace("-", "−");
}

const STEPS = [
  [86_400_000 * 365.25, "year"],
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
] as const;

/** Writes a length of time roughly: `3 days`, `20 minutes`. */
export function spanText(ms: number): string {
  const size = Math.abs(ms);
  const [length, noun] = STEPS.find(([length]) => size >= length * 1.5) ?? [1_000, "second"];
  return countText(Math.round(size / length), noun);
}

/** Writes an instant as a day and, where it is not midnight, a time: `2024-01-01 12:30`. */
export function dayText(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return ms < 0 ? "the beginning" : "the end";
  const [day = "", time = ""] = new Date(ms).toISOString().split("T");
  return ms % 86_400_000 === 0 ? day : `${day} ${time.slice(0, 5)}`;
}

/** Writes an instant that the page turns into an age where it has a script: `3 minutes ago`. */
export function instantTag(instant: Date | null, missing = "never"): Html {
  if (instant === null) return html`${missing}`;
  const iso = instant.toISOString();
  return html`<time datetime="${iso}" title="${iso.slice(0, 19).replace("T", " ")} UTC">${
    iso.slice(0, 16).replace("T", " ")
  }</time>`;
}
