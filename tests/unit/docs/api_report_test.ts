import assert from "node:assert/strict";
import { join } from "node:path";
import { apiReport, type ReportedSymbol } from "./api_report.ts";
import { entries, readDoc, root } from "./deno_doc.ts";

const UPDATE = "deno test -A tests/unit/docs/api_report_test.ts -- --update";

/** The path of an entry's report; `.` is the main entry. */
function reportPath(entry: string): string {
  return join("tests", "unit", "docs", "api", `${entry === "." ? "main" : entry.slice(2)}.txt`);
}

for (const [entry, path] of Object.entries(entries)) {
  const file = reportPath(entry);
  Deno.test(`the public surface of "${entry}" is what ${file} says`, async () => {
    const { symbols } = await readDoc<ReportedSymbol>(path);
    const report = apiReport(symbols);
    if (Deno.args.includes("--update")) await Deno.writeTextFile(join(root, file), report);
    const known = await Deno.readTextFile(join(root, file)).catch(() => "");
    assert.ok(
      known === report,
      `the public surface has changed:\n${changes(known, report)}\n` +
        `Is that meant? Then write the report anew and tell it in .github/CHANGELOG.md:\n  ${UPDATE}`,
    );
  });
}

/** The lines that differ between two reports. */
function changes(known: string, report: string): string {
  const [before, after] = [known.split("\n"), report.split("\n")];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ].join("\n");
}

Deno.test("the report writes generics, overloads, methods and what a class extends", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "sample.ts");
    await Deno.writeTextFile(
      file,
      `export class Box<T extends string = "a"> extends Error {
         private hidden = 1;
         readonly kind: "box" = "box";
         readonly value: T;
         constructor(value: T, size = 1) { super(); this.value = value; this.hidden = size; }
         open(...keys: readonly string[]): Promise<T> { return Promise.resolve(this.value); }
       }
       export function pick(a: string): string;
       export function pick(a: number, b?: { readonly c: number[] }): number;
       export function pick(a: string | number): string | number { return a; }
       export type Order = \`\${"a" | "b"} desc\`;
       export type Keys<T> = { [K in keyof T]?: T[K] extends infer V ? V : never };
       export interface Shelf { open(): void; close?(): void }`,
    );
    const { symbols } = await readDoc<ReportedSymbol>(file);
    assert.equal(
      apiReport(symbols),
      `class Box<T extends string = "a"> extends Error {
  constructor(value: T, size?: number)
  readonly kind: "box"
  readonly value: T
  open(...keys: readonly string[]): Promise<T>
}

type Keys<T> = { [K in keyof T]?: T[K] extends infer V ? V : never }

type Order = \`\${"a" | "b"} desc\`

interface Shelf {
  open(): void
  close?(): void
}

function pick(a: string): string
function pick(a: number, b?: { readonly c: number[] }): number
`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
