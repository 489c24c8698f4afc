/** Texts one after the other in UTF-8. */
export interface TextBytes {
  readonly bytes: Uint8Array;
  /** Where each text begins, and where the last one ends. */
  readonly offsets: Int32Array;
}

/** Writes texts one after the other; nulls take no bytes. */
export function textBytes(values: readonly string[], valid: Uint8Array | undefined): TextBytes {
  const encoder = new TextEncoder();
  const offsets = new Int32Array(values.length + 1);
  let bytes = new Uint8Array(values.length * 16);
  let at = 0;
  let [last, lastFrom, lastTo]: [string | undefined, number, number] = [undefined, 0, 0];
  values.forEach((text, row) => {
    offsets[row] = at;
    if (valid?.[row] === 0) return;
    // A code unit takes three bytes at most.
    if (at + text.length * 3 > bytes.length) bytes = grown(bytes, at + text.length * 3);
    if (text === last) {
      bytes.copyWithin(at, lastFrom, lastTo);
      at += lastTo - lastFrom;
      return;
    }
    const { written } = encoder.encodeInto(text, bytes.subarray(at));
    [last, lastFrom, lastTo] = [text, at, at + written];
    at = lastTo;
  });
  offsets[values.length] = at;
  return { bytes: bytes.subarray(0, at), offsets };
}

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(bytes.length * 2, least));
  more.set(bytes);
  return more;
}
