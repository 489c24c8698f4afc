import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../../base/errors.ts";
import { nearest } from "../../../base/nearest.ts";
import {
  flagOption,
  listOption,
  numberOption,
  type TaskContext,
  textOption,
} from "../../../cli/mod.ts";
import type { OnConflict } from "../../../ingest/mod.ts";
import { tables } from "../../../schema/mod.ts";
import type { ConsumeOptions } from "../consume_options.ts";
import type { UnknownFields } from "../decode/row_fields.ts";
import type { Tombstones } from "../store/read_rows.ts";
import { keepsVintages } from "../store/table_writer.ts";

/** What the flags ask for. */
export interface ConsumeRequest {
  readonly topic: string;
  readonly table: PgTable;
  readonly options: ConsumeOptions;
}

/**
 * Reads the flags of `deno task consume`.
 *
 * @throws {ConfigError} If one is missing, or does not fit the table.
 */
export function consumeRequest(context: TaskContext): ConsumeRequest {
  const topic = required(context, "topic");
  const table = tableNamed(required(context, "table"));
  const onConflict = textOption(context, "on-conflict");
  if (onConflict !== undefined && keepsVintages(table)) {
    throw new ConfigError(
      `Cannot consume into "${getTableName(table)}" with --on-conflict: it keeps every revision, ` +
        "leave the flag out",
    );
  }
  const deadLetter = textOption(context, "dead-letter");
  // as: the flags declare these choices.
  const registry = textOption(context, "registry");
  const options: ConsumeOptions = {
    format: textOption(context, "format") as "json" | "csv" | "avro",
    columns: listOption(context, "columns"),
    ...registry === undefined ? {} : { registry },
    group: textOption(context, "group") ?? "strata",
    from: textOption(context, "from") as "earliest" | "latest",
    batchRows: numberOption(context, "batch") ?? 5_000,
    batchMs: numberOption(context, "batch-ms") ?? 1_000,
    tombstones: textOption(context, "tombstones") as Tombstones,
    unknownFields: textOption(context, "unknown-fields") as UnknownFields,
    ...onConflict === undefined ? {} : { onConflict: onConflict as OnConflict },
    ...deadLetter === undefined ? {} : { deadLetter },
    untilEnd: flagOption(context, "until-end"),
  };
  return { topic, table, options };
}

function tableNamed(name: string): PgTable {
  const found = tables.find((table) => getTableName(table) === name);
  if (found !== undefined) return found;
  const names = tables.map((table) => getTableName(table));
  const close = nearest(name, names);
  throw new ConfigError(
    `Cannot consume into "${name}": there is no such table, ` +
      (close === undefined ? `want one of ${names.join(", ")}` : `did you mean "${close}"?`),
  );
}

function required(context: TaskContext, name: string): string {
  const value = textOption(context, name);
  if (value !== undefined && value !== "") return value;
  throw new ConfigError(`Cannot consume without --${name}: give it, see --help`);
}
