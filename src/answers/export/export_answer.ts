import { ConfigError } from "../../base/errors.ts";
import type { MinioSettings } from "../../base/settings/mod.ts";
import { type TaskContext, textOption } from "../../cli/mod.ts";
import type { Database } from "../../database/mod.ts";
import { readColumns } from "../columns/mod.ts";
import { type Format, formatNamed, formatNames, formatOfFile } from "../format/mod.ts";
import { planQuestion, type Question } from "../question/mod.ts";
import { planned } from "./export_errors.ts";
import { asksForNow, questionOfFlags } from "./question_of_flags.ts";
import { isOutput, openSink } from "./sink/mod.ts";
import { ReaderGone } from "./sink/mod.ts";
import { fixClock, isFixed, serverClock } from "./snapshot/mod.ts";
import { writeManifest } from "./write_manifest.ts";
import { takeDigest } from "./take_digest.ts";
import { writeAnswer, type Written } from "./write_answer.ts";

/** What the task is given besides its command line. */
export interface ExportTaskOptions {
  readonly minio: MinioSettings;
}

/** Exports the answer to the question of the command line. */
export async function exportAnswer(
  database: Database,
  context: TaskContext,
  options: ExportTaskOptions,
): Promise<number> {
  const { pool } = database;
  const place = textOption(context, "to");
  const snapshot = textOption(context, "snapshot");
  const format = await chosenFormat(context, place);
  // Read before the server is asked for anything, so that a mistake is told at once.
  questionOfFlags(context, "2000-01-01T00:00:00Z");
  const clock = await serverClock(pool);
  const asked = questionOfFlags(context, clock.now);
  const question = snapshot === undefined ? asked : fixClock(asked, clock);
  tellClocks(context, question, clock.now);
  const statement = await planned(planQuestion(pool, question));
  const stream = readColumns(pool, statement, { signal: context.signal });
  const digest = snapshot === undefined
    ? undefined
    : await takeDigest(pool, question, statement.columns);
  const sink = await openSink(place ?? "-", { ...options, signal: context.signal });
  const started = performance.now();
  using progress = context.progress(`Exporting to ${sink.place}`);
  let written: Written = { rows: 0, bytes: 0 };
  try {
    written = await writeAnswer(stream, {
      format,
      sink,
      signal: context.signal,
      onProgress(now) {
        written = now;
        progress.update(progressText(now, performance.now() - started));
      },
      ...digest === undefined ? {} : { onBatch: (batch) => digest.add(batch) },
    });
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
    progress[Symbol.dispose]();
    context.note("The reader has ended, so the rest is not written");
    return 0;
  }
  progress[Symbol.dispose]();
  const seconds = (performance.now() - started) / 1000;
  const answer = digest?.end();
  if (snapshot !== undefined && answer !== undefined) {
    await writeManifest(pool, snapshot, {
      ...{ question, answer, clock, columns: statement.columns },
      file: { place: sink.place, format: format.name, bytes: written.bytes },
    });
  }
  context.result({
    ...{ ok: true, question, to: sink.place, format: format.name, ...written, seconds },
    ...answer === undefined ? {} : { snapshot, sha256: answer.sha256 },
  });
  const done = `Wrote ${count(written.rows)} rows, ${size(written.bytes)}, to ${sink.place} (${
    rate(written.rows, seconds * 1000)
  })`;
  if (isOutput(place)) context.note(done);
  else context.print(done);
  if (snapshot !== undefined) {
    context.note(
      `deno task export --check=${snapshot} tells later whether this is still the answer`,
    );
  }
  return 0;
}

async function chosenFormat(context: TaskContext, place: string | undefined): Promise<Format> {
  if (place === undefined) {
    throw new ConfigError(
      "Cannot export: --to is missing, give a file, - for standard output or s3://BUCKET/KEY",
    );
  }
  if (isOutput(place) && context.json) {
    throw new ConfigError("Cannot use --json with --to=-: both would be standard output");
  }
  const named = textOption(context, "format");
  const name = formatNames.find((name) => name === named) ?? formatOfFile(place);
  if (name !== undefined) return await formatNamed(name);
  throw new ConfigError(
    `Cannot tell the format of "${place}": its name says none, give --format=${
      formatNames.join(", --format=")
    }`,
  );
}

/** Says which instant `now` was, and which second clock a snapshot has. */
function tellClocks(context: TaskContext, question: Question, now: string): void {
  if (asksForNow(context)) context.note(`now is ${now}, by the server's clock`);
  if (textOption(context, "snapshot") === undefined) return;
  context.note(
    "knownTo" in question && isFixed(question)
      ? `The snapshot holds what was stored until ${question.knownTo}`
      : `A question for ${question.kind} has no second clock: later writing may change its answer`,
  );
}

function progressText(written: Written, ms: number): string {
  return `${count(written.rows)} rows, ${size(written.bytes)}, ${rate(written.rows, ms)}`;
}

function rate(rows: number, ms: number): string {
  return `${count(Math.round(rows / Math.max(ms, 1) * 1000))} rows/s`;
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${count(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
