import { exactNumber } from "../../base/number/mod.ts";
import {
  type ColumnBound,
  type ColumnCodec,
  type ColumnWriter,
  DistinctValues,
  type WriterOptions,
} from "./column_writer.ts";
import { FixedArray, writeInt64 } from "./fixed_array.ts";

/**
 * A whole number of 16, 32 or 64 bits, given as a number, a bigint or a text; of 64 bits only what
 * a JavaScript number holds exactly.
 */
export function integerCodec(bits: 16 | 32 | 64): ColumnCodec {
  const Writer = { 16: SmallInteger, 32: Integer, 64: BigInteger }[bits];
  return {
    arrayType: `int${bits / 8}[]`,
    wanted: `a whole number of ${bits} bits`,
    writer: (options = {}) => new Writer(options),
  };
}

/**
 * A double or single, given as a number, a bigint or a text; no NaN, no infinity, and no whole
 * number that a double would change.
 */
export function floatCodec(bits: 32 | 64): ColumnCodec {
  return {
    arrayType: `float${bits / 8}[]`,
    wanted: bits === 64 ? "a finite number" : "a finite number of single precision",
    writer: ({ room = 0 } = {}) => bits === 64 ? new Double(room) : new Single(room),
  };
}

/** True or false. */
export const booleanCodec: ColumnCodec = {
  arrayType: "bool[]",
  wanted: "true or false",
  writer: ({ room = 0 } = {}) => new Flag(room),
};

abstract class Tracked extends FixedArray {
  protected readonly values: DistinctValues<number> | undefined;

  constructor(oid: number, width: number, { track = false, room = 0 }: WriterOptions) {
    super(oid, width, room);
    this.values = track ? new DistinctValues<number>() : undefined;
  }

  bound(): ColumnBound | undefined {
    return this.values?.bound();
  }
}

class SmallInteger extends Tracked implements ColumnWriter {
  constructor(options: WriterOptions) {
    super(21, 2, options);
  }

  push(given: unknown): boolean {
    const value = typeof given === "number" ? given : exactNumber(given);
    if (value === undefined || (value << 16 >> 16) !== value) return false;
    this.values?.add(value);
    const at = this.append();
    this.view.setInt16(at, value);
    return true;
  }

  protected override elementText(at: number): string {
    return String(this.view.getInt16(at));
  }
}

class Integer extends Tracked implements ColumnWriter {
  constructor(options: WriterOptions) {
    super(23, 4, options);
  }

  push(given: unknown): boolean {
    const value = typeof given === "number" ? given : exactNumber(given);
    if (value === undefined || (value | 0) !== value) return false;
    this.values?.add(value);
    const at = this.append();
    this.view.setInt32(at, value);
    return true;
  }

  protected override elementText(at: number): string {
    return String(this.view.getInt32(at));
  }
}

class BigInteger extends Tracked implements ColumnWriter {
  constructor(options: WriterOptions) {
    super(20, 8, options);
  }

  push(given: unknown): boolean {
    const value = typeof given === "number" ? given : exactNumber(given);
    if (value === undefined || !Number.isSafeInteger(value)) return false;
    this.values?.add(value);
    const at = this.append();
    writeInt64(this.view, at, value);
    return true;
  }

  protected override elementText(at: number): string {
    return String(this.view.getBigInt64(at));
  }
}

class Double extends FixedArray implements ColumnWriter {
  constructor(room: number) {
    super(701, 8, room);
  }

  push(given: unknown): boolean {
    const value = typeof given === "number" ? given : exactNumber(given);
    if (value === undefined || !Number.isFinite(value)) return false;
    const at = this.append();
    this.view.setFloat64(at, value);
    return true;
  }

  bound(): undefined {}

  protected override elementText(at: number): string {
    return String(this.view.getFloat64(at));
  }
}

class Single extends FixedArray implements ColumnWriter {
  constructor(room: number) {
    super(700, 4, room);
  }

  push(given: unknown): boolean {
    const value = typeof given === "number" ? given : exactNumber(given);
    if (value === undefined || !Number.isFinite(Math.fround(value))) return false;
    const at = this.append();
    this.view.setFloat32(at, value);
    return true;
  }

  bound(): undefined {}

  protected override elementText(at: number): string {
    return String(this.view.getFloat32(at));
  }
}

class Flag extends FixedArray implements ColumnWriter {
  constructor(room: number) {
    super(16, 1, room);
  }

  push(value: unknown): boolean {
    if (typeof value !== "boolean") return false;
    const at = this.append();
    this.view.setUint8(at, value ? 1 : 0);
    return true;
  }

  bound(): undefined {}

  protected override elementText(at: number): string {
    return this.view.getUint8(at) === 1 ? "t" : "f";
  }
}
