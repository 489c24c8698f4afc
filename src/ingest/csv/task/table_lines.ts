/**
 * Formats rows as a table for people: a line of names, then one line per row, numbers
 * right-aligned.
 */
export function tableLines(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => {
    const cells = rows.map((row) => shown(row[name]));
    const isNumber = rows.every((row) => typeof row[name] === "number");
    const width = Math.max(...[name, ...cells].map(({ length }) => length));
    return [name, ...cells].map((cell) => isNumber ? cell.padStart(width) : cell.padEnd(width));
  });
  const [first = []] = columns;
  return first.map((_, i) => `  ${columns.map((column) => column[i]).join("  ")}`.trimEnd());
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
