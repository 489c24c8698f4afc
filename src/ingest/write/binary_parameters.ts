import { Buffer } from "node:buffer";
import { sql } from "drizzle-orm";
import { isRowFailure } from "../refuse/row_failure.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

/**
 * Tells whether a target's driver sends a binary array correctly, as node-postgres and PGlite do;
 * deno-postgres sends bytes as `bytea` text. Tested once per kind of connection.
 */
export async function takesBinary(target: DrizzleTarget): Promise<boolean> {
  const kind = kindOf(target);
  const answer = known.get(kind) ?? await ask(target);
  known.set(kind, answer);
  return answer;
}

const known = new WeakMap<object, boolean>();

/** The class of the connection under Drizzle, or the target itself if that is hidden. */
function kindOf(target: DrizzleTarget): object {
  const inner: { _?: { session?: { client?: object } } } = Object(target);
  return inner._?.session?.client?.constructor ?? target;
}

async function ask(target: DrizzleTarget): Promise<boolean> {
  try {
    await target.transaction((tx) => run(tx, sql`select ${oneInteger}::int4[] as sent`));
    return true;
  } catch (error) {
    if (isRowFailure(error)) return false;
    throw error;
  }
}

/** The array {1} in binary: dimensions, nulls, oid, length, first index, element. */
const oneInteger = Buffer.from(
  "0000000100000000000000170000000100000001" + "0000000400000001",
  "hex",
);
