import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Runs a function with a file of some content, which is gone afterwards. */
export async function withFile<T>(
  content: string | Uint8Array,
  run: (file: string) => Promise<T>,
): Promise<T> {
  const file = await Deno.makeTempFile({ prefix: "strata load é ", suffix: ".csv" });
  try {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(file, bytes);
    return await run(file);
  } finally {
    await Deno.remove(file);
  }
}

const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** A file of real data beside the project, or what is missing. */
export function realFile(name: string): { readonly path: string } | { readonly missing: string } {
  const path = `${folder}${name}`;
  return existsSync(path) ? { path } : { missing: `needs ../shared/data/${name}` };
}
