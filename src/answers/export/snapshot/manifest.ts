import { z } from "zod";
import { ConfigError } from "../../../base/errors.ts";
import type { Question } from "../../question/mod.ts";
import { parseQuestion } from "../../question/mod.ts";

const text = z.string();
const slice = z.object({
  key: z.record(text, text),
  rows: z.int().min(0),
  sha256: text,
  digests: text,
});

const manifestSchema = z.object({
  /** The version of the manifest's form. */
  manifest: z.literal(1),
  /** The question, with both clocks. */
  question: z.unknown(),
  /** Whether the second clock is fixed, so that later writing cannot change the answer. */
  isFixed: z.boolean(),
  /** The server's clock when it was asked. */
  takenAt: text,
  /** The series that were asked for. */
  series: z.array(z.object({ id: z.number(), code: text })),
  columns: z.array(z.object({ name: text, type: text })),
  rows: z.int().min(0),
  /** The SHA-256 of the answer's file in the format `jsonl`, whatever format was written. */
  sha256: text,
  /** The file that was written. */
  file: z.object({ place: text, format: text, bytes: z.number() }),
  versions: z.object({
    package: text,
    deno: text,
    postgres: text,
    timescaledb: text.nullable(),
  }),
  slices: z.array(slice),
});

/** The manifest of an export: what was asked, and hashes of the answer. */
export interface Manifest extends Omit<z.output<typeof manifestSchema>, "question"> {
  readonly question: Question;
}

/**
 * Reads a manifest.
 *
 * @throws {ConfigError} If it cannot be read or is none.
 */
export async function readManifest(path: string): Promise<Manifest> {
  let document: unknown;
  try {
    document = JSON.parse(await Deno.readTextFile(path));
  } catch (cause) {
    const state = cause instanceof Deno.errors.NotFound ? "there is no such file" : "it is no JSON";
    throw new ConfigError(`Cannot read the manifest "${path}": ${state}`);
  }
  const parsed = manifestSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(
      `Cannot read the manifest "${path}": ${
        issue?.path.join(".")
      } is not as expected, want one that --snapshot wrote`,
      { cause: parsed.error },
    );
  }
  return { ...parsed.data, question: parseQuestion(parsed.data.question) };
}

/** Writes a manifest as JSON, one line for each slice. */
export function manifestText({ slices, ...head }: Manifest): string {
  const lines = slices.map((slice) => `    ${JSON.stringify(slice)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "slices": ${list}\n}\n`;
}
