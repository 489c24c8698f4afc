import { join } from "node:path";

/** An entry of the machine's apt configuration. */
export interface AptSource {
  /** `deb`, `deb-src`. */
  readonly types: readonly string[];
  /** The mirrors that hold the same packages. */
  readonly uris: readonly string[];
  /** The releases, such as `bookworm-updates`. */
  readonly suites: readonly string[];
  /** `main`, `contrib`. */
  readonly components: readonly string[];
  /** The other fields, such as `signed-by`, by their lower-case deb822 names. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads every apt source of this machine; a missing folder has none. */
export async function readAptSources(folder = "/etc/apt"): Promise<AptSource[]> {
  const files = [join(folder, "sources.list")];
  const parts = join(folder, "sources.list.d");
  for (const name of await fileNames(parts)) files.push(join(parts, name));
  const sources: AptSource[] = [];
  for (const file of files) {
    const text = await readIfThere(file);
    sources.push(...file.endsWith(".sources") ? parseDeb822(text) : parseOneLine(text));
  }
  return sources;
}

/** Parses `.sources` files: fields in paragraphs. */
export function parseDeb822(text: string): AptSource[] {
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith("#"));
  return lines.join("\n").split(/\n[ \t]*\n/).flatMap((paragraph) => {
    const fields: Record<string, string> = {};
    for (const field of paragraph.split(/\n(?![ \t])/)) {
      const match = /^([^:\s]+):[ \t]*([^]*)$/.exec(field);
      if (match?.[1] !== undefined) fields[match[1].toLowerCase()] = (match[2] ?? "").trimEnd();
    }
    const { types, uris, suites, components, enabled, ...rest } = fields;
    if (uris === undefined || suites === undefined || isNo(enabled)) return [];
    return [{
      types: words(types),
      uris: words(uris),
      suites: words(suites),
      components: words(components),
      fields: rest,
    }];
  });
}

/** Parses `.list` files: one source per line. */
export function parseOneLine(text: string): AptSource[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (!match) return [];
    const [, type = "", options = "", uri = "", suite = "", components = ""] = match;
    const fields = words(options).map((option) => {
      const [name = "", ...value] = option.split("=");
      return [ONE_LINE_NAMES[name] ?? name, value.join("=").replaceAll(",", " ")] as const;
    });
    return [{
      types: [type],
      uris: [uri],
      suites: [suite],
      components: words(components),
      fields: Object.fromEntries(fields),
    }];
  });
}

const ONE_LINE_NAMES: Readonly<Record<string, string>> = { arch: "architectures" };

function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

function isNo(value: string | undefined): boolean {
  return value !== undefined && ["no", "false", "without", "off", "disable"].includes(value.trim());
}

async function fileNames(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.map(({ name }) => name).filter((name) => /^[\w.-]+\.(list|sources)$/.test(name))
      .sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    // A source that only root may read holds a password.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return "";
    }
    throw error;
  }
}
