import { z } from "zod";
import type { ArchivePlace } from "../place/mod.ts";

/** The path of a lake's manifest. */
const PATH = "_strata/lake.json";

const fileSchema = z.object({
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
  /** The SHA-256 of its rows as JSON lines. */
  content: z.string(),
});

const tableSchema = z.object({
  /**
   * The instant up to which what was stored is there: as-of reads with `ingested_at` up to it are
   * the database's.
   */
  knownTo: z.string(),
  /** The columns by which the rows of a file are sorted. */
  sortedBy: z.array(z.string()),
  /** Its files by their paths. */
  files: z.record(z.string(), fileSchema),
});

const lakeSchema = z.object({
  /** The version of the manifest's form. */
  lake: z.literal(1),
  writtenAt: z.string(),
  tables: z.record(z.string(), tableSchema),
});

/** What a lake holds. */
export type LakeManifest = z.output<typeof lakeSchema>;

/** What a lake holds of a table. */
export type LakeTable = z.output<typeof tableSchema>;

/** A file of a lake. */
export type LakeFile = z.output<typeof fileSchema>;

/** Reads a lake's manifest; one that is missing or broken counts as an empty lake, written anew. */
export async function readLake(place: ArchivePlace): Promise<LakeManifest> {
  const empty: LakeManifest = { lake: 1, writtenAt: "", tables: {} };
  const text = await place.text(PATH);
  if (text === undefined) return empty;
  try {
    return lakeSchema.parse(JSON.parse(text));
  } catch {
    return empty;
  }
}

/** Writes a lake's manifest in one step. */
export async function writeManifest(place: ArchivePlace, lake: LakeManifest): Promise<void> {
  const sink = await place.sink(PATH);
  await sink.write(new TextEncoder().encode(`${JSON.stringify(lake, undefined, 1)}\n`));
  await sink.close();
}
