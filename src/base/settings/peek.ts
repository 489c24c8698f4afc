import { openSources, type SourceOptions } from "./_sources.ts";

/**
 * Reads variables as plain text from the same layers as the settings, without checks and without
 * ever failing. It serves what must work before the settings are known to be valid, such as hiding
 * secrets in the message that says what is wrong.
 */
export function peekVariables(
  names: readonly string[],
  options: SourceOptions = {},
): ReadonlyMap<string, string> {
  const sources = openSources(names, options);
  const found = new Map<string, string>();
  for (const name of names) {
    const text = sources.find(name)?.text;
    if (text !== undefined) found.set(name, text);
  }
  return found;
}
