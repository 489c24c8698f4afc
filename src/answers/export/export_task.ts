import { ConfigError } from "../../base/errors.ts";
import { type TaskContext, textOption } from "../../cli/mod.ts";
import type { Database } from "../../database/mod.ts";
import { checkTask } from "./check_task.ts";
import { exportError } from "./export_errors.ts";
import { exportAnswer, type ExportTaskOptions } from "./export_answer.ts";

/** Exports the answer to a question, or checks one of earlier, and returns the exit code. */
export async function exportTask(
  database: Database,
  context: TaskContext,
  options: ExportTaskOptions,
): Promise<number> {
  try {
    const manifest = textOption(context, "check");
    if (manifest !== undefined) {
      if (context.positionals.length > 0) {
        throw new ConfigError(
          "Cannot check a manifest with a question beside it: it holds its own",
        );
      }
      return await checkTask(database, context, manifest);
    }
    return await exportAnswer(database, context, options);
  } catch (error) {
    throw exportError(error);
  }
}
