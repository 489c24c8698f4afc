import { open } from "node:fs/promises";
import { ConfigError } from "../../base/errors.ts";
import { flatSteps } from "../read/flat_steps.ts";
import type { ColumnarKind, ColumnarLine, ColumnarReader } from "./columnar_reader.ts";

/** Tells by its first bytes whether a file holds columns, and in which form. */
export function columnarKind(head: Uint8Array): ColumnarKind | undefined {
  const begin = new TextDecoder("latin1").decode(head.subarray(0, 8));
  // An encrypted one goes on with a number, and not with a name.
  const isEncrypted = begin.startsWith("PARE") &&
    head.subarray(4, 8).some((byte) => byte < 0x20 && !WHITE_SPACE.includes(byte));
  if (begin.startsWith("PAR1") || isEncrypted) return "parquet";
  if (begin.startsWith("ARROW1\0\0")) return "arrow";
  // A stream begins with a mark and the length of its schema, of which no text consists.
  const isStream = begin.startsWith("\xff\xff\xff\xff") && head.length > 8;
  return isStream ? "arrow-stream" : undefined;
}

const WHITE_SPACE = [..."\t\n\r"].map((letter) => letter.charCodeAt(0));

/** A file of columns to open. */
export interface ColumnarFile {
  readonly kind: ColumnarKind;
  /** Its name, for errors. */
  readonly name: string;
  /** Its path; undefined for what has none. */
  readonly path: string | undefined;
  readonly size: number | undefined;
  /** Its bytes from the beginning, for what has no path. */
  chunks(): AsyncGenerator<Uint8Array>;
}

/**
 * Opens a file of columns. The ends of Parquet and Arrow files are read first, so these must be
 * files; an Arrow stream may come through a pipe.
 *
 * @throws {ConfigError} If it comes through a pipe and cannot.
 */
export function openColumnar({ kind, name, path, size, chunks }: ColumnarFile): ColumnarReader {
  const state = { bytes: 0 };
  const onBytes = (bytes: number) => void (state.bytes += bytes);
  if (kind !== "arrow-stream" && (path === undefined || size === undefined)) {
    throw new ConfigError(
      `Cannot load "${name}": it is read from its end, which a pipe does not give; name a file`,
    );
  }
  return {
    get bytes() {
      return state.bytes;
    },
    lines: () => flatSteps(batches(), (lines) => lines),
    [Symbol.dispose]() {},
  };

  async function* batches(): AsyncGenerator<Iterable<ColumnarLine>> {
    if (kind === "arrow-stream") {
      const { arrowLines } = await import("./arrow_lines.ts");
      yield* arrowLines(counted(), name);
      return;
    }
    await using handle = await open(path ?? "", "r");
    if (kind === "parquet") {
      const { parquetLines } = await import("./parquet_lines.ts");
      yield* parquetLines(handle, { name, size: size ?? 0, onBytes });
    } else {
      const { arrowLines } = await import("./arrow_lines.ts");
      yield* arrowLines(handle, name);
    }
  }

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks()) {
      onBytes(chunk.length);
      yield chunk;
    }
  }
}
