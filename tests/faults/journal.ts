import assert from "node:assert/strict";
import { join } from "node:path";

/** What a journal says about one write. */
export interface JournalEntry {
  /** The key of the row, as the test names it. */
  readonly key: string;
  /** The value that was sent. */
  readonly value: string;
}

/**
 * An append-only file of what was sent and what was acknowledged, the oracle of every test that
 * writes under fault. It is a file so that a writer which is killed leaves what it knew.
 */
export class Journal implements AsyncDisposable {
  /** The file, for a writer in another process: {@linkcode Journal.open} takes it. */
  readonly path: string;
  readonly #file: Deno.FsFile;
  readonly #folder: string | undefined;

  private constructor(path: string, folder?: string) {
    this.path = path;
    this.#folder = folder;
    this.#file = Deno.openSync(path, { append: true, create: true });
  }

  /** Creates a journal in a folder of its own. */
  static async create(): Promise<Journal> {
    const folder = await Deno.makeTempDir({ prefix: "strata_journal_" });
    return new Journal(join(folder, "journal"), folder);
  }

  /** Opens the journal of another process, to add to it. */
  static open(path: string): Journal {
    return new Journal(path);
  }

  /** Notes what is about to be sent, before it is sent. */
  sent(entries: Iterable<JournalEntry>): void {
    this.#append("sent", entries);
  }

  /** Notes what was acknowledged: the write returned without an error. */
  acknowledged(entries: Iterable<JournalEntry>): void {
    this.#append("acknowledged", entries);
  }

  /** Reads what was noted, by every process. */
  async read(): Promise<{ readonly sent: Map<string, Set<string>>; acknowledged: JournalEntry[] }> {
    const sent = new Map<string, Set<string>>();
    const acknowledged: JournalEntry[] = [];
    const text = await Deno.readTextFile(this.path);
    // A line without its end is of a writer that was killed while it noted: it had not sent yet.
    for (const line of text.slice(0, text.lastIndexOf("\n") + 1).split("\n")) {
      if (line === "") continue;
      const [kind, key = "", value = ""] = JSON.parse(line) as string[]; // written below
      if (kind === "acknowledged") acknowledged.push({ key, value });
      else sent.set(key, (sent.get(key) ?? new Set()).add(value));
    }
    return { sent, acknowledged };
  }

  /** Closes the file, and removes it if this process made it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#file.close();
    if (this.#folder !== undefined) await Deno.remove(this.#folder, { recursive: true });
  }

  #append(kind: string, entries: Iterable<JournalEntry>): void {
    const lines = Array.from(entries, ({ key, value }) => JSON.stringify([kind, key, value]));
    if (lines.length > 0) writeAll(this.#file, `${lines.join("\n")}\n`);
  }
}

function writeAll(file: Deno.FsFile, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
}

/** What {@linkcode judgeJournal} counted. */
export interface Verdict {
  /** Rows that were acknowledged. */
  readonly acknowledged: number;
  /** Rows that are stored. */
  readonly stored: number;
}

/**
 * Holds what is stored against the journal: acknowledged is stored, stored was sent, no key twice;
 * with `again`, which sends everything once more and returns how many rows that inserted, a re-run
 * after what was left out is sent inserts nothing.
 *
 * @throws {assert.AssertionError} naming the first rows that break a rule
 */
export async function judgeJournal(
  journal: Journal,
  { stored, again }: {
    readonly stored: () => Promise<readonly JournalEntry[]>;
    readonly again?: () => Promise<number>;
  },
): Promise<Verdict> {
  const { sent, acknowledged } = await journal.read();
  const rows = await stored();
  assert.deepEqual(violations({ sent, acknowledged, stored: rows }), []);
  if (again !== undefined) {
    await again();
    assert.equal(await again(), 0, "a re-run inserted rows");
    const complete = await stored();
    assert.deepEqual(violations({ sent, acknowledged, stored: complete }), []);
    const keys = new Set(complete.map(({ key }) => key));
    assert.deepEqual(first([...sent.keys()].filter((key) => !keys.has(key))), []);
  }
  return { acknowledged: acknowledged.length, stored: rows.length };
}

/** Lists what breaks a rule, at most a few of each. */
export function violations({ sent, acknowledged, stored }: {
  readonly sent: ReadonlyMap<string, ReadonlySet<string>>;
  readonly acknowledged: readonly JournalEntry[];
  readonly stored: readonly JournalEntry[];
}): string[] {
  const values = new Map(stored.map(({ key, value }) => [key, value]));
  const seen = new Set<string>();
  const twice = stored.filter(({ key }) => seen.has(key) || !seen.add(key));
  const lost = acknowledged.filter(({ key }) => !values.has(key));
  const invented = stored.filter(({ key, value }) => !sent.get(key)?.has(value));
  return [
    ...first(lost).map(({ key }) => `acknowledged but not stored: ${key}`),
    ...first(invented).map(({ key, value }) => `stored but not sent: ${key} = ${value}`),
    ...first(twice).map(({ key }) => `stored twice: ${key}`),
  ];
}

function first<Item>(items: readonly Item[]): Item[] {
  return items.slice(0, 5);
}
