import { Buffer } from "node:buffer";
import type { Type } from "avsc";
import { DecodeError } from "./decode_error.ts";
import type { Decoder, Fields } from "./decoder.ts";
import type { SchemaRegistry } from "./schema_registry.ts";

/** The first byte, and the four of the schema's id. */
const PREFIX = 5;

/**
 * Reads Avro in the wire format of a schema registry: a zero byte, the id of the schema, the record.
 * An instant becomes a text to the microsecond, and a day a text; a decimal is refused by its column.
 */
export function avroDecoder(registry: SchemaRegistry): Decoder {
  const types = new Map<number, Type>();
  return ({ value }) => {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    if (bytes.length < PREFIX || bytes[0] !== 0) {
      throw new DecodeError("it is not in the wire format of a schema registry");
    }
    const id = bytes.readInt32BE(1);
    const known = types.get(id);
    // Without a promise where the schema is known: there is one for each message otherwise.
    if (known !== undefined) return record(known, bytes);
    return registry.type(id).then((type) => {
      types.set(id, type);
      return record(type, bytes);
    });
  };
}

function record(type: Type, bytes: Buffer): readonly Fields[] {
  let value: unknown;
  try {
    value = type.fromBuffer(bytes.subarray(PREFIX));
  } catch (error) {
    throw new DecodeError(
      `it does not fit its schema: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new DecodeError("its schema is no record");
  }
  // as: a record of Avro is an object with its fields.
  return [{ ...value } as Fields];
}
