/** The first bytes of the relevant client messages in PostgreSQL's protocol 3. */
export const message = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  describe: 0x44,
  execute: 0x45,
  flush: 0x48,
  parse: 0x50,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
} as const;

/**
 * Tells whether a message ends a request. Messages of the extended protocol belong together until
 * Sync; any other message is a request by itself.
 */
export function endsRequest(bytes: Uint8Array): boolean {
  switch (bytes[0]) {
    case message.bind:
    case message.close:
    case message.describe:
    case message.execute:
    case message.flush:
    case message.parse:
      return false;
    default:
      return true;
  }
}

/**
 * Prefixes the prepared statement's name in a message, so that two clients of one session may use
 * the same name. The unnamed statement lasts only for a request and is left alone.
 */
export function qualifyStatement(bytes: Uint8Array, prefix: string): Uint8Array {
  const start = nameOffset(bytes);
  if (start === undefined || bytes[start] === 0) return bytes;
  const added = new TextEncoder().encode(prefix);
  const qualified = new Uint8Array(bytes.length + added.length);
  qualified.set(bytes.subarray(0, start));
  qualified.set(added, start);
  qualified.set(bytes.subarray(start), start + added.length);
  // The length covers itself and what follows, but not the first byte.
  new DataView(qualified.buffer).setInt32(1, qualified.length - 1);
  return qualified;
}

/** Builds the message with which a server refuses a client. */
export function errorResponse(code: string, text: string): Uint8Array {
  const fields = new TextEncoder().encode(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
  const bytes = new Uint8Array(5 + fields.length);
  bytes[0] = 0x45;
  new DataView(bytes.buffer).setInt32(1, 4 + fields.length);
  bytes.set(fields, 5);
  return bytes;
}

const STATEMENT = 0x53;

function nameOffset(bytes: Uint8Array): number | undefined {
  switch (bytes[0]) {
    case message.parse:
      return 5;
    case message.bind:
      // The portal's name comes first.
      return bytes.indexOf(0, 5) + 1;
    case message.describe:
    case message.close:
      return bytes[5] === STATEMENT ? 6 : undefined;
    default:
      return undefined;
  }
}
