import { message } from "./wire.ts";

const REFUSAL = `do $$ begin raise exception using errcode = '0A000', ` +
  `message = 'COPY FROM STDIN does not work on the embedded backend', ` +
  `hint = 'insert rows instead, or use the docker or native backend'; end $$`;

// Only at the start of a statement, so that words inside a text do not count.
const COPY_FROM_STDIN = /(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i;

/**
 * Returns a statement that fails, to replace COPY FROM STDIN. PGlite cannot wait for the data that
 * follows, and would loop forever over the messages after it.
 */
export function refuseCopy(bytes: Uint8Array): Uint8Array {
  const start = statementOffset(bytes);
  if (start === undefined) return bytes;
  const end = bytes.indexOf(0, start);
  const statement = new TextDecoder().decode(bytes.subarray(start, end));
  if (!COPY_FROM_STDIN.test(statement)) return bytes;
  const refusal = new TextEncoder().encode(REFUSAL);
  const rest = bytes.subarray(end);
  const replaced = new Uint8Array(start + refusal.length + rest.length);
  replaced.set(bytes.subarray(0, start));
  replaced.set(refusal, start);
  replaced.set(rest, start + refusal.length);
  new DataView(replaced.buffer).setInt32(1, replaced.length - 1);
  return replaced;
}

/** Tells whether a message is part of COPY's data, which is never requested here. */
export function isCopyData(bytes: Uint8Array): boolean {
  return bytes[0] === message.copyData || bytes[0] === message.copyDone ||
    bytes[0] === message.copyFail;
}

function statementOffset(bytes: Uint8Array): number | undefined {
  if (bytes[0] === message.query) return 5;
  if (bytes[0] === message.parse) return bytes.indexOf(0, 5) + 1;
  return undefined;
}
