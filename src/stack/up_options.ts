import { numberOption, type OptionSpec, type TaskContext, textOption } from "../cli/mod.ts";
import { BACKEND_ORDER } from "./backends.ts";
import { parseBackendRequest } from "./choose.ts";
import type { StartStackOptions } from "./start_stack.ts";

/** The flags of a task that starts the services. */
export const upOptions: Readonly<Record<string, OptionSpec>> = {
  backend: {
    type: "string",
    value: "NAME",
    default: "auto",
    choices: ["auto", ...BACKEND_ORDER],
    description: "What runs the services; auto takes the first that can run here.",
  },
  profile: {
    type: "string",
    value: "NAME",
    default: "default",
    choices: ["default", "full"],
    description: "full adds Kafka, if the backend has it.",
  },
  timeout: {
    type: "string",
    value: "S",
    default: "600",
    number: { least: 1, most: 86_400 },
    description: "The time limit for starting the services, in seconds.",
  },
};

/** Reads the flags of {@linkcode upOptions}. */
export function readUpOptions(
  context: TaskContext,
): Pick<StartStackOptions, "requested" | "profile" | "timeoutMs"> {
  return {
    requested: parseBackendRequest(textOption(context, "backend") ?? "auto"),
    profile: textOption(context, "profile") === "full" ? "full" : "default",
    timeoutMs: (numberOption(context, "timeout") ?? 600) * 1_000,
  };
}
