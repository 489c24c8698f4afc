import type { Database } from "../../database/mod.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { type ColumnBatch, type ConnectionSource, readColumns } from "../columns/mod.ts";
import type { ApiLimits } from "./api_options.ts";
import { type Asked, tooManyRows } from "./_ask.ts";
import { beginBody, type BegunBody } from "./_body.ts";
import type { AnswerEncoder } from "./answer_encoder.ts";
import { answerEncoder, type AnswerFormat } from "./formats.ts";
import { Problem } from "./problem.ts";
import { existenceStatement, hiddenSeriesStatement, planAsked } from "./_statement.ts";

/** An answer whose first bytes are there. */
export interface Answer extends BegunBody {
  readonly encoder: AnswerEncoder;
}

/** What an answer is made with. */
export interface AnswerWith {
  readonly database: Pick<Database, "pool">;
  readonly source: ConnectionSource;
  readonly limits: ApiLimits;
  readonly format: AnswerFormat;
  /** The bytes up to which the answer is read whole. */
  readonly heldBytes: number;
  /** Ends the statement on the server. */
  readonly signal: AbortSignal;
}

/**
 * Asks the server, and waits for the first bytes.
 *
 * @throws {Problem} If a name is unknown, or there are too many rows.
 */
export async function beginAnswer(asked: Asked, given: AnswerWith): Promise<Answer> {
  const { database, source, limits, format, heldBytes, signal } = given;
  await refuseHidden(asked, source);
  const statement = await planAsked(database.pool, asked);
  const encoder = await answerEncoder(format, headOf(asked));
  const options = { timeoutMs: limits.timeoutMs, signal, batchRows: BATCH_ROWS };
  const { columns, batches } = readColumns(source, statement, options);
  const counted = countRows(batches, limits);
  const chunks = encoder.encode({ columns, batches: counted.batches });
  const begun = await beginBody(chunks, heldBytes);
  if (begun.isWhole && counted.rows() === 0) await refuseUnknown(asked, source);
  return { ...begun, encoder };
}

/** Room for a batch is made before it is filled: for most answers 65,536 rows would be far too much. */
const BATCH_ROWS = 2_048;

/** What a JSON document says before its rows. */
function headOf({ question, instants }: Asked): Readonly<Record<string, unknown>> {
  return { ...instants.length === 1 ? { asOf: instants[0] } : {}, question };
}

function countRows(batches: AsyncIterable<ColumnBatch>, limits: ApiLimits) {
  let rows = 0;
  async function* counted() {
    for await (const batch of batches) {
      rows += batch.length;
      if (rows > limits.rows) throw tooManyRows(limits);
      yield batch;
    }
  }
  return { batches: counted(), rows: () => rows };
}

/** A token that sees nothing after an instant does not see that a later series exists. */
async function refuseHidden(asked: Asked, source: ConnectionSource): Promise<void> {
  const text = hiddenSeriesStatement(asked);
  if (text === undefined) return;
  const rows = await rowsOf<{ readonly name: string }>(source, text);
  const [hidden] = rows;
  if (hidden === undefined) return;
  throw new Problem(
    "unknown-name",
    `Cannot find the series "${hidden.name}": it is not in ` +
      "series_metadata, add it or correct the reference",
  );
}

async function refuseUnknown(asked: Asked, source: ConnectionSource): Promise<void> {
  const text = existenceStatement(asked);
  if (text === undefined || (await rowsOf(source, text)).length > 0) return;
  const { question } = asked;
  const name = question.kind === "curve"
    ? `the curve "${question.curve}"`
    : question.kind === "candles"
    ? `the symbol "${question.symbol}" of "${question.exchange}"`
    : "it";
  throw new Problem("unknown-name", `Cannot find ${name}: there is no row of it, correct the name`);
}

async function rowsOf<Row>(source: ConnectionSource, text: string): Promise<readonly Row[]> {
  const client = await source.connect();
  try {
    // as: the driver's client is such a thing.
    return (await (client as Queryable).query<Row>(text)).rows;
  } finally {
    client.release();
  }
}
