import { getTableName } from "drizzle-orm";
import { ConfigError } from "../../../base/errors.ts";
import {
  flagOption,
  numberOption,
  type OptionSpec,
  type TaskContext,
  textOption,
} from "../../../cli/mod.ts";
import type { WriteTarget } from "../../../ingest/mod.ts";
import { publishChanges } from "../publish_changes.ts";
import { VINTAGE_TABLES } from "../store/table_writer.ts";

/** The flags of `deno task publish`. */
export const publishFlags: Readonly<Record<string, OptionSpec>> = {
  topic: { type: "string", value: "TOPIC", description: "The topic." },
  table: {
    type: "string",
    value: "TABLE",
    default: "macro_series",
    choices: VINTAGE_TABLES.map((table) => getTableName(table)),
    description: "The table whose changes are published.",
  },
  from: {
    type: "string",
    value: "WHERE",
    default: "now",
    choices: ["now", "beginning"],
    description: "Where it begins if it has never published to this topic.",
  },
  every: {
    type: "string",
    value: "MS",
    default: "5000",
    number: { least: 100, most: 3_600_000 },
    description: "How long it waits between two looks.",
  },
  once: { type: "boolean", description: "Ends after one look." },
};

/** Publishes changes as the flags say, with its progress. */
export async function publishTask(
  target: WriteTarget,
  context: TaskContext,
  { brokers }: { readonly brokers: readonly string[] },
): Promise<void> {
  const topic = textOption(context, "topic");
  if (topic === undefined || topic === "") {
    throw new ConfigError("Cannot publish without --topic: give it, see --help");
  }
  const name = textOption(context, "table") ?? "macro_series";
  const table = VINTAGE_TABLES.find((one) => getTableName(one) === name);
  if (table === undefined) throw new ConfigError(`Cannot publish "${name}": it keeps no vintages`);
  await using progress = context.progress(`Publishing ${name} to ${topic}`);
  const { published, publishedTo } = await publishChanges(target, topic, {
    table,
    brokers,
    from: textOption(context, "from") === "beginning" ? "beginning" : "now",
    pollMs: numberOption(context, "every") ?? 5_000,
    once: flagOption(context, "once"),
    signal: context.signal,
    onProgress: (now) => progress.update(`${now.published} changes, up to ${now.publishedTo}`),
  });
  context.result({ ok: true, topic, table: name, published, publishedTo });
  context.print(`Published ${published} changes of ${name} to ${topic}, up to ${publishedTo}`);
}
