import { ConfigError } from "../base/errors.ts";
import { variables } from "../base/settings/mod.ts";

/**
 * Refuses to go on without some permissions, for a task that would otherwise say what is wrong.
 *
 * @throws {ConfigError} If one is missing.
 */
export function requirePermissions(wanted: readonly Deno.PermissionDescriptor[]): void {
  for (const one of wanted) {
    if (Deno.permissions.querySync(one).state === "granted") continue;
    throw missing(one.name, one.name === "sys" ? one.kind : undefined);
  }
}

/**
 * Refuses to go on if nothing of the environment may be read: the secrets there could not be hidden
 * in what a task writes. A list of some variables is enough, and so is `--ignore-env`.
 *
 * @throws {ConfigError} If nothing may be read.
 */
export function requireEnvironment(): void {
  if (!variables.some(({ name }) => isReadable(name))) throw missing("env");
}

function isReadable(variable: string): boolean {
  // Reading in state "prompt" would stop for a question.
  if (Deno.permissions.querySync({ name: "env", variable }).state === "prompt") return false;
  try {
    Deno.env.get(variable);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

/** Says it in Deno's words, so that it is told as any other missing permission. */
function missing(name: string, kind?: string): ConfigError {
  const what = kind === undefined ? "" : ` to "${kind}"`;
  return new ConfigError(`Requires ${name} access${what}, run again with the --allow-${name} flag`);
}
