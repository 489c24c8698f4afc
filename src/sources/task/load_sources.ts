import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError } from "../../base/errors.ts";
import type { Source } from "../source.ts";

/**
 * Imports the sources that a module exports as `sources`.
 *
 * @throws {ConfigError} If it cannot be imported, or exports no such list.
 */
export async function loadSources(file: string | undefined): Promise<readonly Source[]> {
  if (file === undefined) return [];
  const path = isAbsolute(file) ? file : resolve(file);
  let module: { readonly sources?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot use the sources of "${file}": ${reason}`, { cause });
  }
  const { sources } = module;
  if (Array.isArray(sources) && sources.every(isSource)) return sources;
  throw new ConfigError(
    `Cannot use the sources of "${file}": it must export "sources", a list of sources with a name ` +
      "and what they give",
  );
}

function isSource(value: unknown): value is Source {
  return typeof value === "object" && value !== null &&
    "name" in value && typeof value.name === "string" && /^[a-z][a-z0-9_-]*$/.test(value.name) &&
    "gives" in value && ["series", "curve", "candles"].includes(String(value.gives));
}
