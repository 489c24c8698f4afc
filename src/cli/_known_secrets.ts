import { peekVariables, type Variable, variables } from "../base/settings/mod.ts";

/**
 * Collects the secrets that the environment and `.env` hold, for hiding them in whatever a task
 * writes. Values that are public are left out, since hiding them would only spoil the output: the
 * defaults, what another variable says openly, and short plain words.
 */
export function knownSecrets(
  read: (names: readonly string[]) => ReadonlyMap<string, string> = peekVariables,
  list: readonly Variable[] = variables,
): string[] {
  const texts = read(list.map(({ name }) => name));
  const open = new Set(list.flatMap((one) => one.default ?? []));
  for (const { name, secret } of list) {
    const text = texts.get(name);
    if (!secret && text !== undefined) open.add(text);
  }
  const secrets = list
    .filter(({ secret }) => secret)
    .flatMap(({ name }) => texts.get(name) ?? [])
    .flatMap((text) => text.includes("://") ? text.split(",").flatMap(passwordOf) : [text]);
  return [...new Set(secrets)].filter((text) => !open.has(text) && isTelling(text));
}

function passwordOf(url: string): string[] {
  const password = URL.parse(url.trim())?.password;
  // A URL that cannot be parsed is hidden by its form, wherever it shows as a URL.
  if (!password) return [];
  try {
    return [decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function isTelling(text: string): boolean {
  return text.length >= 6 || (text.length >= 3 && /[^a-z0-9]/i.test(text));
}
