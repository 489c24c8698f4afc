import { ConfigError } from "../base/errors.ts";

/** How Deno says that a permission is missing, in an error of its own or of the Node layer. */
const REFUSAL = /Requires [^\n]* access[^\n]*, run again with the --allow-[\w-]+ flag/;

/**
 * Turns an error that a missing permission caused into one that says so, with the command that has
 * all permissions of the task; any other error is returned as it is.
 */
export function explainMissingPermission(error: unknown, task: string): unknown {
  const remedy = `"deno task ${task}" runs it with all that it needs`;
  const refusal = findRefusal(error, new Set());
  if (refusal !== undefined) {
    return new ConfigError(`Cannot run "${task}": ${refusal}; ${remedy}`, { cause: error });
  }
  if (!(error instanceof ConfigError)) return error;
  const { message, problems, cause } = error;
  // The settings list a missing permission among other problems.
  if (!problems.some((problem) => /\brun with --allow-/.test(problem))) return error;
  return new ConfigError(message, { problems: [...problems, remedy], cause });
}

function findRefusal(error: unknown, seen: Set<unknown>): string | undefined {
  if (!(error instanceof Error) || seen.has(error)) return undefined;
  seen.add(error);
  const below = [...(error instanceof AggregateError ? error.errors : []), error.cause];
  for (const one of below) {
    const found = findRefusal(one, seen);
    if (found !== undefined) return found;
  }
  return REFUSAL.exec(error.message)?.[0];
}
