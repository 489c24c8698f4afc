import { ConfigError } from "../../../base/errors.ts";
import { avroDecoder } from "./avro_decoder.ts";
import { csvDecoder } from "./csv_decoder.ts";
import type { Decoder } from "./decoder.ts";
import { jsonDecoder } from "./json_decoder.ts";
import { schemaRegistry } from "./schema_registry.ts";

/** What messages are, and what reading them needs. */
export interface FormatOptions {
  readonly format?: "json" | "csv" | "avro";
  readonly columns?: readonly string[];
  readonly registry?: string;
}

/**
 * Chooses how messages are read.
 *
 * @throws {ConfigError} If what the format needs is not given.
 */
export function chooseDecoder({ format = "json", columns = [], registry }: FormatOptions): Decoder {
  if (format === "json") return jsonDecoder;
  if (format === "csv") return csvDecoder(columns);
  if (registry === undefined || !URL.canParse(registry)) {
    throw new ConfigError(
      "Cannot consume Avro: the schema registry is not named, give its URL (--registry=URL)",
    );
  }
  return avroDecoder(schemaRegistry(registry));
}
