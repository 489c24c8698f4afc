import {
  type KnownSecrets,
  peekVariables,
  urlSecrets,
  type Variable,
  variables,
} from "../base/settings/mod.ts";

/**
 * Collects the secrets that the environment, `.env` and the defaults hold, for hiding them in
 * whatever a task writes, and what the other variables say openly.
 */
export function knownSecrets(
  read: (names: readonly string[]) => ReadonlyMap<string, string> = peekVariables,
  list: readonly Variable[] = variables,
): KnownSecrets {
  const texts = read(list.map(({ name }) => name));
  const secrets: string[] = [];
  // A default is in the README: hidden where passwords stand, it would spoil the rest.
  const shown = list.flatMap((one) => one.default ?? []);
  for (const variable of list) {
    const text = texts.get(variable.name) ?? variable.default;
    if (text === undefined || text === "") continue;
    if (!variable.secret) {
      shown.push(text);
    } else if (text.includes("://")) {
      for (const url of text.split(",").map(urlSecrets)) {
        secrets.push(...url.secrets);
        shown.push(...url.shown);
      }
    } else {
      secrets.push(text);
    }
  }
  return { secrets: [...new Set(secrets)], shown: [...new Set(shown)] };
}
