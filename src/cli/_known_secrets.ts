import {
  apiTokenSecrets,
  type KnownSecrets,
  peekVariables,
  urlSecrets,
  type Variable,
  variables,
} from "../base/settings/mod.ts";

/**
 * Collects the secrets in the environment, `.env` and the defaults, to hide them in everything a
 * task writes; also the values that may be shown.
 */
export function knownSecrets(
  read: (names: readonly string[]) => ReadonlyMap<string, string> = peekVariables,
  list: readonly Variable[] = variables,
): KnownSecrets {
  const texts = read(list.map(({ name }) => name));
  const secrets: string[] = [];
  // A default is public, in the README: hidden everywhere, it would make other text unreadable.
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
    } else if (variable.name === "API_TOKENS") {
      secrets.push(...apiTokenSecrets(text));
    } else {
      secrets.push(text);
    }
  }
  return { secrets: [...new Set(secrets)], shown: [...new Set(shown)] };
}
