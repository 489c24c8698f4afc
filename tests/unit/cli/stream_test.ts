import assert from "node:assert/strict";
import { openStream } from "../../../src/cli/_stream.ts";

interface FakeStream {
  readonly text: () => string;
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

/** A stream that takes a few bytes at a time, or throws what `trouble` returns for a write. */
function fakeStream(trouble: (write: number) => Error | undefined = () => undefined): FakeStream {
  const taken: number[] = [];
  let writes = 0;
  return {
    text: () => new TextDecoder().decode(new Uint8Array(taken)),
    writeSync(bytes) {
      const error = trouble(writes++);
      if (error) throw error;
      taken.push(...bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
    isTerminal: () => true,
  };
}

Deno.test("openStream writes a text whole where the system takes it in pieces", () => {
  const raw = fakeStream();
  const stream = openStream(raw);
  stream.write("zwölf Zeichen\n");
  assert.equal(raw.text(), "zwölf Zeichen\n");
  assert.equal(stream.isTerminal, true);
});

Deno.test("openStream waits where the system is not ready", () => {
  const raw = fakeStream((write) => write === 1 ? new Deno.errors.WouldBlock() : undefined);
  openStream(raw).write("patience");
  assert.equal(raw.text(), "patience");
});

Deno.test("openStream gives up quietly where the reader has gone", () => {
  const raw = fakeStream((write) => write === 1 ? new Deno.errors.BrokenPipe() : undefined);
  const stream = openStream(raw);
  stream.write("lost words");
  stream.write("more");
  assert.equal(raw.text(), "los");
  assert.equal(stream.closed.aborted, true);
});

Deno.test("openStream passes other errors on", () => {
  const raw = fakeStream(() => new Error("No space left on device"));
  assert.throws(() => openStream(raw).write("x"), /No space left/);
});
