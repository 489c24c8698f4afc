/**
 * Tells whether SQL may name one of these columns or tables. The answer can be a false yes, never a
 * false no.
 */
export function mentions(sql: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const escaped = RegExp.escape(name.replaceAll('"', '""'));
    return new RegExp(`(?<![\\w$"])"?${escaped}"?(?![\\w$"])`).test(sql);
  });
}
