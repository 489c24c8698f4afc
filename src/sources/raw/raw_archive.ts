import { createHash } from "node:crypto";
import { StrataError } from "../../base/errors.ts";
import type { AskedRequest } from "../ask/asker.ts";
import type { ObjectStore } from "./object_store.ts";

/** How a fetch began: what is needed to repeat it. */
export interface RunStart {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series or curve. */
  readonly code: string;
  /** When it began. */
  readonly startedAt: string;
  /** Where the fetch before it ended. */
  readonly cursor: string | null;
  /** The first day that was asked for. */
  readonly since: string | null;
  /** What was set for the series in this call. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A fetch with all its answers. */
export interface RecordedRun extends RunStart {
  /** The answers, in their order. */
  readonly answers: readonly AskedRequest[];
}

/** Keeps the answers of a fetch, each before it is read. */
export interface RunRecord {
  /** Keeps an answer: its body under its content's hash, its request without the key, its time. */
  keep(answer: AskedRequest): Promise<void>;
}

/** The raw answers of sources, in an object store. */
export interface RawArchive {
  /** Where it is, for people. */
  readonly place: string;
  /** Begins the record of a fetch. */
  begin(start: RunStart): RunRecord;
  /** Reads the fetches that were recorded, oldest first. */
  runs(filter?: { readonly source?: string; readonly code?: string }): AsyncIterable<RecordedRun>;
}

/**
 * Keeps raw answers: a body under `raw/SOURCE/HASH`, and for each fetch a folder
 * `fetches/SOURCE/CODE/TIME/` with how it began and a numbered object for each answer.
 */
export function rawArchive(store: ObjectStore): RawArchive {
  return {
    place: store.place,
    begin: (start) => beginRecord(store, start),
    runs: (filter = {}) => readRuns(store, filter),
  };
}

interface KeptAnswer extends Omit<AskedRequest, "body" | "at"> {
  readonly at: string;
  readonly sha256: string;
}

function beginRecord(store: ObjectStore, start: RunStart): RunRecord {
  const { source, code, startedAt } = start;
  // Two fetches may begin in the same millisecond.
  const folder = `fetches/${source}/${encodeURIComponent(code)}/${startedAt}-${
    crypto.randomUUID().slice(0, 8)
  }`;
  let count = 0;
  return {
    async keep({ body, at, ...answer }) {
      if (count === 0) await store.put(`${folder}/00000.json`, JSON.stringify(start));
      const sha256 = createHash("sha256").update(body).digest("hex");
      await store.put(`raw/${source}/${sha256}`, body);
      const kept: KeptAnswer = { ...answer, at: at.toISOString(), sha256 };
      count++;
      await store.put(`${folder}/${String(count).padStart(5, "0")}.json`, JSON.stringify(kept));
    },
  };
}

async function* readRuns(
  store: ObjectStore,
  { source, code }: { readonly source?: string; readonly code?: string },
): AsyncGenerator<RecordedRun> {
  const parts = [source, code === undefined ? undefined : encodeURIComponent(code)]
    .filter((part) => part !== undefined);
  const folders = new Map<string, string[]>();
  for await (const key of store.list(["fetches", ...parts, ""].join("/"))) {
    const folder = key.slice(0, key.lastIndexOf("/"));
    folders.set(folder, [...folders.get(folder) ?? [], key]);
  }
  const timeOf = (folder: string) => folder.slice(folder.lastIndexOf("/") + 1);
  const ordered = [...folders].toSorted(([a], [b]) => timeOf(a) < timeOf(b) ? -1 : 1);
  for (const [, keys] of ordered) {
    const [first, ...rest] = keys.toSorted();
    const start = await readJson<RunStart>(store, first ?? "");
    const answers: AskedRequest[] = [];
    for (const key of rest) {
      const { sha256, at, ...answer } = await readJson<KeptAnswer>(store, key);
      const body = await whole(store, `raw/${start.source}/${sha256}`);
      answers.push({ ...answer, at: new Date(at), body });
    }
    yield { ...start, answers };
  }
}

async function readJson<Document>(store: ObjectStore, key: string): Promise<Document> {
  // as: this file has written it.
  return JSON.parse(await whole(store, key)) as Document;
}

async function whole(store: ObjectStore, key: string): Promise<string> {
  const text = await store.get(key);
  if (text !== undefined) return text;
  throw new StrataError(`Cannot read the raw answer "${key}" in ${store.place}: it is gone`);
}
