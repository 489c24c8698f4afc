import { ConfigError, StrataError } from "../../../base/errors.ts";

/** First bytes of files that are not text. */
const archives = [
  { begin: [0x1f, 0x8b], state: "it is compressed by gzip" },
  { begin: [0x50, 0x4b, 0x03, 0x04], state: "it is a ZIP archive, as .xlsx files are" },
  { begin: [0x28, 0xb5, 0x2f, 0xfd], state: "it is compressed by zstd" },
] as const;

/**
 * Returns the encoding of a file: the given one, else that of its byte order mark, else UTF-8.
 *
 * @throws {ConfigError} If the file is not text, or there is no such encoding.
 */
export function encodingOf(
  { name, head }: { readonly name: string; readonly head: Uint8Array },
  said: string | undefined,
): string {
  const begins = (begin: readonly number[]) => begin.every((byte, i) => head[i] === byte);
  const archive = archives.find(({ begin }) => begins(begin));
  if (archive !== undefined) {
    throw new ConfigError(
      `Cannot read "${name}" as text: ${archive.state}, unpack it or save it as CSV first`,
    );
  }
  if (said === undefined) {
    return begins([0xff, 0xfe]) ? "utf-16le" : begins([0xfe, 0xff]) ? "utf-16be" : "utf-8";
  }
  try {
    return new TextDecoder(said).encoding;
  } catch (cause) {
    throw new ConfigError(
      `Cannot read text as "${said}": there is no such encoding, want one like windows-1252`,
      { cause },
    );
  }
}

/**
 * Decodes text chunk by chunk.
 *
 * @throws {StrataError} If the text is not in that encoding.
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  { name, encoding }: { readonly name: string; readonly encoding: string },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw new StrataError(
        `Cannot read "${name}": it is not ${encoding}, set its encoding with encoding ` +
          "(for example --encoding=windows-1252)",
        { cause },
      );
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}
