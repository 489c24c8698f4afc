import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { beginsCopyIn, endsCopyIn, MessageReader } from "../../../src/testing/_messages.ts";

/** Builds a message from its type (if it has one), length and text. */
function message(type: string, text: string): Buffer {
  const bytes = Buffer.from(`${type}....${text}`);
  bytes.writeUInt32BE(bytes.length - type.length, type.length);
  return bytes;
}

Deno.test("MessageReader gives whole messages however the bytes arrive", () => {
  const messages = [message("", "startup"), message("Q", "select 1\0"), message("S", "")];
  const stream = Buffer.concat(messages);
  for (const size of [1, 3, 7, stream.length]) {
    const reader = new MessageReader({ hasStartup: true });
    const read: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) {
      read.push(...reader.read(stream.subarray(at, at + size)));
    }
    assert.deepEqual(read, messages, String(size));
  }
});

Deno.test("MessageReader of a server's side expects no startup message", () => {
  const reader = new MessageReader({ hasStartup: false });
  assert.deepEqual(reader.read(message("Z", "I")), [message("Z", "I")]);
});

Deno.test("beginsCopyIn knows a copy from the client", () => {
  const cases: readonly (readonly [text: string, begins: boolean])[] = [
    ["copy t (a) from stdin\0", true],
    ["COPY t\nFROM STDIN with (format csv)\0", true],
    ["begin; copy t from stdin\0", true],
    ["copy t to stdout\0", false],
    ["copy t from '/tmp/stdin'\0", false],
    ["select 'copy t from stdin'\0", false],
  ];
  for (const [text, begins] of cases) assert.equal(beginsCopyIn(message("Q", text)), begins, text);
  assert.equal(beginsCopyIn(message("P", "\0copy t from stdin\0")), false);
});

Deno.test("endsCopyIn knows the last message of a copy", () => {
  const ends = (type: string) => endsCopyIn(message(type, ""));
  assert.deepEqual([..."dcfQS"].filter(ends), ["c", "f"]);
});
