/** Answers whether SQL names one of these columns or tables; at worst it says yes too often. */
export function mentions(sql: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const escaped = RegExp.escape(name.replaceAll('"', '""'));
    return new RegExp(`(?<![\\w$"])"?${escaped}"?(?![\\w$"])`).test(sql);
  });
}
