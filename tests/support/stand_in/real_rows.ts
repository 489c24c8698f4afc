/** Reads the cells of a file in tests/data, without its comments and its header. */
export async function realRows(file: string): Promise<string[][]> {
  const text = await Deno.readTextFile(new URL(`../../data/${file}`, import.meta.url));
  const lines = text.trimEnd().split("\n").filter((line) => !line.startsWith("#"));
  return lines.slice(1).map((line) => line.split(","));
}

/** Reads the names of the columns of a file in tests/data. */
export async function realColumns(file: string): Promise<string[]> {
  const text = await Deno.readTextFile(new URL(`../../data/${file}`, import.meta.url));
  return text.split("\n").find((line) => !line.startsWith("#"))?.split(",") ?? [];
}
