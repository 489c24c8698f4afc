import type { Queryable } from "../../base/sql/mod.ts";
import type { Column } from "../columns/mod.ts";
import type { Question } from "../question/mod.ts";
import { fileSink } from "./sink/mod.ts";
import type { Digest } from "./snapshot/mod.ts";
import { seriesOf, versionsOf } from "./snapshot/mod.ts";
import { isFixed, type ServerClock } from "./snapshot/mod.ts";
import { type Manifest, manifestText } from "./snapshot/mod.ts";

/** What a manifest tells besides what the server says. */
export interface ManifestFacts {
  readonly question: Question;
  readonly answer: Digest;
  readonly clock: ServerClock;
  readonly columns: readonly Column[];
  readonly file: Manifest["file"];
}

/** Writes the manifest of an answer beside it. */
export async function writeManifest(
  source: Queryable,
  path: string,
  { question, answer, clock, columns, file }: ManifestFacts,
): Promise<void> {
  const manifest: Manifest = {
    manifest: 1,
    question,
    isFixed: isFixed(question),
    takenAt: clock.now,
    series: await seriesOf(source, question),
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: answer.rows,
    sha256: answer.sha256,
    file,
    versions: await versionsOf(source),
    slices: [...answer.slices],
  };
  const sink = await fileSink(path);
  try {
    await sink.write(new TextEncoder().encode(manifestText(manifest)));
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
