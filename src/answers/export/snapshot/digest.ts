import { createHash, type Hash } from "node:crypto";
import type { Column, ColumnBatch } from "../../columns/mod.ts";
import { jsonLineWriter } from "../../format/mod.ts";

/** A part of an answer: the rows of one subject in one year. */
export interface Slice {
  /** What its rows share, such as `{ "series_id": 12, "year": 2020 }`. */
  readonly key: Readonly<Record<string, string>>;
  readonly rows: number;
  /** The SHA-256 of its lines. */
  readonly sha256: string;
  /** Four bytes for each row, in base64: they name a row that differs, and prove nothing. */
  readonly digests: string;
}

/** What an answer is, told by hashes of its rows as JSON lines. */
export interface Digest {
  readonly rows: number;
  /** The SHA-256 of all lines: of the answer's file in the format `jsonl`. */
  readonly sha256: string;
  readonly slices: readonly Slice[];
}

/** A slice whose rows are still there. */
export interface OpenSlice extends Slice {
  /** What tells each row apart from the others. */
  readonly names: readonly string[];
}

/** Takes an answer's batches in, and tells its hashes. */
export interface Digester {
  add(batch: ColumnBatch): void;
  end(): Digest;
}

/** Options of {@linkcode digester}. */
export interface DigesterOptions {
  /** The columns that tell rows apart. */
  readonly keys: readonly string[];
  /** Sees each slice when it is complete, with the names of its rows. */
  readonly onSlice?: (slice: OpenSlice) => void;
}

/** Creates a digester of an answer with these columns. */
export function digester(
  columns: readonly Column[],
  { keys, onSlice }: DigesterOptions,
): Digester {
  const line = jsonLineWriter(columns);
  const places = keys.map((key) => columns.findIndex(({ name }) => name === key))
    .filter((place) => place >= 0);
  const sliceOf = slicer(columns, places);
  const whole = createHash("sha256");
  const slices: Slice[] = [];
  let rows = 0;
  let open = newSlice("");

  const finish = () => {
    if (open.numbers.length === 0) return;
    const { id, numbers, names, hash, text } = open;
    hash.update(text);
    whole.update(text);
    const slice = {
      key: JSON.parse(id),
      rows: numbers.length,
      sha256: hash.digest("hex"),
      digests: digestText(numbers),
    };
    slices.push(slice);
    onSlice?.({ ...slice, names });
  };

  return {
    add(batch) {
      for (let row = 0; row < batch.length; row++) {
        const id = sliceOf(batch, row);
        if (id !== open.id) {
          finish();
          open = newSlice(id);
        }
        const text = line(batch, row);
        open.text += text;
        open.numbers.push(shortHash(text));
        if (onSlice !== undefined) open.names.push(nameOf(batch, row));
        if (open.text.length > LONGEST_TEXT) {
          open.hash.update(open.text);
          whole.update(open.text);
          open.text = "";
        }
        rows++;
      }
    },
    end() {
      finish();
      return { rows, sha256: whole.digest("hex"), slices };
    },
  };

  function nameOf(batch: ColumnBatch, row: number): string {
    const document = JSON.parse(line(batch, row));
    return places.map((place) => columns[place]?.name ?? "")
      .map((name) => `${name} ${document[name]}`).join(", ");
  }
}

const LONGEST_TEXT = 1_000_000;

interface Unfinished {
  readonly id: string;
  readonly numbers: number[];
  readonly names: string[];
  readonly hash: Hash;
  text: string;
}

function newSlice(id: string): Unfinished {
  return { id, numbers: [], names: [], hash: createHash("sha256"), text: "" };
}

/** Tells the slice of a row: the subject before the first time of the key, and the time's year. */
function slicer(columns: readonly Column[], places: readonly number[]) {
  const isTime = (place: number) => /^(date|timestamp)$/.test(columns[place]?.type ?? "");
  const time = places.find(isTime);
  const subjects = time === undefined ? [] : places.slice(0, places.indexOf(time));
  const unit = columns[time ?? -1]?.type === "date" ? 86_400_000 : 0.001;
  let [last, lastId]: [string, string] = ["", "{}"];
  return ({ columns: held }: ColumnBatch, row: number): string => {
    if (time === undefined) return "{}";
    const year = new Date(Number(held[time]?.values[row] ?? 0) * unit).getUTCFullYear();
    const values = subjects.map((place) => String(held[place]?.values[row]));
    const short = `${values.join("\n")}\n${year}`;
    if (short !== last) {
      const named = subjects.map((place, i) => [columns[place]?.name ?? "", values[i] ?? ""]);
      [last, lastId] = [
        short,
        JSON.stringify({ ...Object.fromEntries(named), year: String(year) }),
      ];
    }
    return lastId;
  };
}

/** FNV-1a: short and fast, since it only names what the SHA-256 of its slice has found to differ. */
function shortHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function digestText(numbers: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(numbers.length * 4));
  numbers.forEach((number, i) => bytes.setUint32(4 * i, number));
  return new Uint8Array(bytes.buffer).toBase64();
}

/** Reads the digests of a slice's rows. */
export function digestNumbers(text: string): readonly number[] {
  const { buffer } = Uint8Array.fromBase64(text);
  const view = new DataView(buffer);
  return Array.from({ length: buffer.byteLength / 4 }, (_, i) => view.getUint32(4 * i));
}
