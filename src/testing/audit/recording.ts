import { createHash } from "node:crypto";

/** A statement that a model ran, and what came back. */
export interface Read {
  /** Its text. */
  readonly statement: string;
  /** Its parameters. */
  readonly parameters: readonly unknown[];
  /** The names of the result's columns, where it has any. */
  readonly columns: readonly string[];
  /** What came back: rows, a message, a digest of a stream; only where the recording keeps it. */
  readonly result: () => unknown;
}

/** What a model read in one run, in order. */
export class Recording {
  readonly reads: Read[] = [];
  readonly #keep: boolean;

  /** Creates a recording; only one that keeps the results can say what differs in them. */
  constructor(options: { readonly keep: boolean }) {
    this.#keep = options.keep;
  }

  /** Records the answer to a statement. */
  add(statement: string, parameters: readonly unknown[], answer: unknown): void {
    const kept = this.#keep ? answer : undefined;
    this.reads.push({
      statement,
      parameters: this.#keep ? [...parameters] : [],
      columns: columnsOf(answer),
      result: () => resultOf(kept),
    });
  }

  /** Records a failure: another failure, or none, is a difference too. */
  addFailure(statement: string, parameters: readonly unknown[], error: unknown): void {
    const told = error instanceof Error ? error.message : String(error);
    this.reads.push({ statement, parameters, columns: [], result: () => ({ failed: told }) });
  }

  /** Records a stream by a digest of what it gives. */
  addStream(stream: object): void {
    // as: the fields of the driver's streams.
    const { text = "a stream", push } = stream as {
      text?: string;
      push?: (chunk: unknown, ...rest: unknown[]) => unknown;
    };
    const hash = createHash("sha256");
    if (push !== undefined) {
      Object.assign(stream, {
        push(chunk: unknown, ...rest: unknown[]) {
          if (chunk !== null) {
            hash.update(chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk));
          }
          return push.call(stream, chunk, ...rest);
        },
      });
    }
    let digest: string | undefined;
    const result = (): unknown => ({ stream: digest ??= hash.digest("hex") });
    this.reads.push({ statement: text, parameters: [], columns: [], result });
  }
}

interface Answer {
  readonly command?: string;
  readonly rowCount?: number | null;
  readonly rows?: readonly unknown[];
  readonly fields?: readonly { readonly name: string }[];
}

function columnsOf(answer: unknown): readonly string[] {
  const { fields } = Object(answer) as Answer;
  return Array.isArray(fields) ? fields.map(({ name }) => name) : [];
}

/** The parts of the driver's result that the server sent. */
function resultOf(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(resultOf);
  const { command, rowCount, rows } = Object(answer) as Answer;
  return rows !== undefined && rows.length > 0 ? { rows } : { command, rowCount, rows };
}
