/**
 * Decompresses an LZ4 frame, in which pandas and pyarrow write Arrow files by default. Its blocks
 * may refer to earlier ones, so all go into one output: lz4_Frame_format.md and
 * lz4_Block_format.md of the LZ4 project.
 *
 * @throws {TypeError} If it is no such frame.
 */
export function decompressLz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.length < 7 || view.getUint32(0, true) !== MAGIC) throw broken();
  const flags = view.getUint8(4);
  const hasSize = (flags & 8) !== 0;
  let at = 6 + (hasSize ? 8 : 0) + ((flags & 1) !== 0 ? 4 : 0) + 1;
  const output = new Output(hasSize ? Number(view.getBigUint64(6, true)) : input.length * 4);
  while (at + 4 <= input.length) {
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) return output.bytes();
    const length = head & 0x7fff_ffff;
    const block = input.subarray(at, at + length);
    if (block.length < length) throw broken();
    if (head >>> 31 === 1) output.copy(block, 0, length);
    else decompressBlock(block, output);
    at += length + ((flags & 16) !== 0 ? 4 : 0);
  }
  throw broken();
}

const MAGIC = 0x184d2204;

function decompressBlock(input: Uint8Array, output: Output): void {
  let at = 0;
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let more = 255; more === 255;) length += more = input[at++] ?? 0;
    return length;
  };
  while (at < input.length) {
    const token = input[at++] ?? 0;
    const literals = lengthFrom(token >> 4);
    output.copy(input, at, at + literals);
    at += literals;
    // The last sequence has literals alone.
    if (at >= input.length) return;
    const offset = (input[at] ?? 0) | (input[at + 1] ?? 0) << 8;
    at += 2;
    output.repeat(offset, lengthFrom(token & 15) + 4);
  }
}

/** Bytes that grow, and can be repeated. */
class Output {
  #held: Uint8Array;
  #length = 0;

  constructor(size: number) {
    this.#held = new Uint8Array(size);
  }

  copy(from: Uint8Array, start: number, end: number): void {
    if (end > from.length) throw broken();
    this.#grow(end - start);
    this.#held.set(from.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  repeat(offset: number, length: number): void {
    const start = this.#length - offset;
    if (offset === 0 || start < 0) throw broken();
    this.#grow(length);
    const held = this.#held;
    // Byte by byte: what is copied may be what is being written.
    for (let i = 0; i < length; i++) held[this.#length + i] = held[start + i] ?? 0;
    this.#length += length;
  }

  bytes(): Uint8Array {
    return this.#held.subarray(0, this.#length);
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#held.length) return;
    const more = new Uint8Array(Math.max(this.#held.length * 2, this.#length + by));
    more.set(this.#held.subarray(0, this.#length));
    this.#held = more;
  }
}

function broken(): TypeError {
  return new TypeError(
    "Cannot decompress LZ4: the frame is broken or cut off, write the file anew",
  );
}
