/** How one test ended. */
export interface TestResult {
  /** Its file, relative to the project. */
  readonly file: string;
  /** Its name. */
  readonly name: string;
  /** How it ended. */
  readonly state: "passed" | "failed" | "skipped";
}

const CASE = /<testcase ([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g;

/** Reads the report that `deno test --junit-path` writes; steps count with their test. */
export function parseJunit(xml: string): TestResult[] {
  return [...xml.matchAll(CASE)].flatMap(([, attributes = "", , body = ""]) => {
    const name = attribute(attributes, "name");
    const file = attribute(attributes, "classname").replace(/^\.\//, "");
    const state = /<(failure|error)\b/.test(body)
      ? "failed" as const // not a string at large
      : /<skipped\b/.test(body)
      ? "skipped" as const // not a string at large
      : "passed" as const; // not a string at large
    return name.includes(" > ") ? [] : [{ file, name, state }];
  });
}

function attribute(text: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? "";
  return value
    .replace(
      /&#(x?)([0-9a-f]+);/gi,
      (_, hex, code) => String.fromCodePoint(parseInt(code, hex === "" ? 10 : 16)),
    )
    .replace(/&(quot|apos|lt|gt|amp);/g, (_, name: string) => ENTITIES[name] ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  amp: "&",
};
