/**
 * Writes a `numeric` in PostgreSQL's binary format as an exact decimal text, with the digits behind
 * the point that are stored: src/backend/utils/adt/numeric.c, `numeric_send`.
 */
export function numericText(view: DataView, at: number): string {
  const [groups, weight, sign, scale] = [
    view.getInt16(at),
    view.getInt16(at + 2),
    view.getUint16(at + 4),
    view.getInt16(at + 6),
  ];
  if (sign === 0xc000) return "NaN";
  if (sign === 0xd000) return "Infinity";
  if (sign === 0xf000) return "-Infinity";
  const group = (i: number): string =>
    i < 0 || i >= groups ? "0000" : String(view.getInt16(at + 8 + 2 * i)).padStart(4, "0");
  let whole = "";
  for (let i = 0; i <= weight; i++) whole += group(i);
  let part = "";
  for (let i = weight + 1; part.length < scale; i++) part += group(i);
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  return `${sign === 0x4000 ? "-" : ""}${digits}${scale > 0 ? `.${part.slice(0, scale)}` : ""}`;
}
