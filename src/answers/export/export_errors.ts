import { ConfigError, StrataError } from "../../base/errors.ts";
import { sqlState } from "../../database/mod.ts";

/** Says what a server's refusal of a question means, in the words of the library. */
export function exportError(error: unknown): unknown {
  if (error instanceof StrataError) return error;
  if (error instanceof RangeError || error instanceof TypeError) {
    return error.message.startsWith("Cannot ") ? new StrataError(error.message) : error;
  }
  const text = serverText(error);
  const state = sqlState(error);
  if (isNotMigrated(state, text)) {
    return new StrataError(
      'Cannot ask the question: the database has not been migrated, run "deno task migrate" first',
      { cause: error },
    );
  }
  return text.startsWith("Cannot ") ? new StrataError(text) : error;
}

/** No schema `strata`, a function that it lacks, or no tables. */
function isNotMigrated(state: string | undefined, text: string): boolean {
  if (state === "3F000" || state === "42P01") return true;
  return state === "42883" && text.includes("strata.");
}

function serverText(error: unknown): string {
  let text = "";
  for (let inner = error, depth = 0; inner instanceof Error && depth < 10; depth++) {
    text = inner.message;
    if (text.startsWith("Cannot ")) return text;
    inner = inner.cause;
  }
  return text;
}

/** Plans a question; what it cannot ask is a mistake of the command line. */
export async function planned<Plan>(plan: Promise<Plan>): Promise<Plan> {
  try {
    return await plan;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    throw new ConfigError(error.message);
  }
}
