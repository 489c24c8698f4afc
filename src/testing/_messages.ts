import { Buffer } from "node:buffer";

/** The first bytes of the relevant messages in PostgreSQL's protocol. */
export const messageType = {
  copyDone: 0x63,
  copyFail: 0x66,
  copyInResponse: 0x47,
  query: 0x51,
  terminate: 0x58,
} as const;

/** Splits one side's bytes of a connection into whole messages. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  /** The number of bytes before a message's length: a client's first message has no type. */
  #head: 0 | 1;

  /** Creates a reader; a client's stream begins with the startup message. */
  constructor(options: { readonly hasStartup: boolean }) {
    this.#head = options.hasStartup ? 0 : 1;
  }

  /** Takes bytes and returns the messages that they complete. */
  read(bytes: Uint8Array): Buffer[] {
    this.#rest = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    const messages: Buffer[] = [];
    for (let end = this.#end(); end <= this.#rest.length; end = this.#end()) {
      messages.push(this.#rest.subarray(0, end));
      this.#rest = this.#rest.subarray(end);
      this.#head = 1;
    }
    return messages;
  }

  #end(): number {
    const start = this.#head + 4;
    // A message's length includes itself but not its type.
    return this.#rest.length < start ? Infinity : this.#head + this.#rest.readUInt32BE(this.#head);
  }
}

/** Tells whether a message is a statement that reads rows from the client. */
export function beginsCopyIn(message: Buffer): boolean {
  return message[0] === messageType.query && copyFromStdin.test(message.toString("utf8", 5));
}

/** Tells whether a message ends a copy's rows. */
export function endsCopyIn(message: Buffer): boolean {
  return message[0] === messageType.copyDone || message[0] === messageType.copyFail;
}

// Only at the start of a statement, so that words inside a text do not count.
const copyFromStdin = /(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i;

/** The server's message that it is ready for rows, as text and without a column list. */
export const COPY_IN_RESPONSE: Uint8Array = new Uint8Array([0x47, 0, 0, 0, 7, 0, 0, 0]);
