import { nearest } from "../base/nearest.ts";
import type { OptionSpec } from "./task_spec.ts";

/** Describes what is wrong with one use of a flag; `before` is its value so far. */
export function checkOption(
  name: string,
  option: OptionSpec,
  value: string | undefined,
  before: unknown,
): string | undefined {
  const cannot = `Cannot use "--${name}":`;
  if (option.type === "boolean") {
    return value === undefined ? undefined : `${cannot} it takes no value, leave out "=${value}"`;
  }
  if (value === undefined && option.optional) {
    return before === undefined ? undefined : `${cannot} it is given twice, keep one`;
  }
  if (value === undefined || value === "") {
    return `${cannot} its value is missing, write --${name}=${option.value ?? "VALUE"}`;
  }
  if (before !== undefined && !option.multiple) return `${cannot} it is given twice, keep one`;
  return checkValue(cannot, option, value);
}

function checkValue(cannot: string, option: OptionSpec, value: string): string | undefined {
  if (option.choices && !option.choices.includes(value)) {
    const near = nearest(value, option.choices);
    const hint = near ? `, did you mean ${near}?` : "";
    return `${cannot} "${value}" is unknown${hint} (one of ${option.choices.join(", ")})`;
  }
  if (option.number) {
    const { least, most = Number.MAX_SAFE_INTEGER } = option.number;
    const number = /^-?\d{1,16}$/.test(value) ? Number(value) : NaN;
    if (number >= least && number <= most) return undefined;
    const upTo = option.number.most === undefined ? "" : ` to ${most}`;
    return `${cannot} "${value}" is not a whole number from ${least}${upTo}`;
  }
  return undefined;
}
