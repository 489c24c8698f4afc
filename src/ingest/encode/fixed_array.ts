import { Buffer } from "node:buffer";

const HEADER = 20;
const NULL_LENGTH = -1;

/**
 * PostgreSQL's binary form of an array with elements of a fixed size, written as values arrive. The
 * server parses no digits: 300,000 rows of nine columns take this process 60 ms where text arrays
 * take 400, and the server 0.3 s less.
 */
export abstract class FixedArray {
  /** How many elements it has. */
  length = 0;
  readonly #width: number;
  #buffer: Buffer;
  #view: DataView;
  #end = HEADER;
  #last = HEADER;
  #nulls = 0;

  /** Creates an empty array of a type, by its oid and element size, with room for some elements. */
  constructor(oid: number, width: number, room: number) {
    this.#width = width;
    this.#buffer = Buffer.allocUnsafeSlow(HEADER + Math.max(room, 16) * (width + 4));
    this.#view = viewOf(this.#buffer);
    this.#view.setInt32(0, 1); // dimensions
    this.#view.setInt32(8, oid);
    this.#view.setInt32(16, 1); // the first index
  }

  /** Makes room for an element and returns its offset in the view, which may have been replaced. */
  protected append(): number {
    const start = this.#end;
    const end = start + 4 + this.#width;
    if (end > this.#buffer.length) this.#grow();
    this.#view.setInt32(start, this.#width);
    this.#last = start;
    this.#end = end;
    this.length++;
    return start + 4;
  }

  /** The bytes, to write an element into. */
  protected get view(): DataView {
    return this.#view;
  }

  /** Appends a null. */
  appendNull(): void {
    if (this.#end + 4 > this.#buffer.length) this.#grow();
    this.#view.setInt32(this.#end, NULL_LENGTH);
    this.#last = this.#end;
    this.#end += 4;
    this.#nulls++;
    this.length++;
  }

  /** Removes the last appended element. */
  undo(): void {
    if (this.#view.getInt32(this.#last) === NULL_LENGTH) this.#nulls--;
    this.#end = this.#last;
    this.length--;
  }

  /** Writes the element at an offset as text. */
  protected abstract elementText(at: number): string;

  /**
   * Returns the array as a parameter, as text for drivers that send no binary; nothing may be
   * appended after that.
   */
  finish(isBinary = true): Buffer | string {
    if (!isBinary) return this.#text();
    this.#view.setInt32(4, this.#nulls > 0 ? 1 : 0);
    this.#view.setInt32(12, this.length);
    return this.#buffer.subarray(0, this.#end);
  }

  #text(): string {
    const elements: string[] = [];
    for (let at = HEADER; at < this.#end;) {
      const isNull = this.#view.getInt32(at) === NULL_LENGTH;
      elements.push(isNull ? "null" : this.elementText(at + 4));
      at += isNull ? 4 : 4 + this.#width;
    }
    return `{${elements.join(",")}}`;
  }

  #grow(): void {
    const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 2);
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
    this.#view = viewOf(larger);
  }
}

/** Row numbers as `int8[]`. */
export class RowNumbers extends FixedArray {
  /** Creates an empty list with room for some numbers. */
  constructor(room: number) {
    super(20, 8, room);
  }

  /** Appends a number. */
  add(row: number): void {
    const at = this.append();
    writeInt64(this.view, at, row);
  }

  protected override elementText(at: number): string {
    return String(this.view.getBigInt64(at));
  }
}

/** Writes a safe integer as 64 bits without a BigInt, which would take ten times as long. */
export function writeInt64(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 4_294_967_296);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * 4_294_967_296);
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
