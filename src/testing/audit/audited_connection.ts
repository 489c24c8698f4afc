import type pg from "pg";
import { StrataError } from "../../base/errors.ts";
import type { Recording } from "./recording.ts";
import { type Control, controlOf, piecesOf } from "./statement_control.ts";

/** The savepoint of a model's transaction, and of a statement outside of one. */
const SAVEPOINT = "strata_audit_model";

/**
 * The one connection on which a model runs, inside a transaction that is never committed. What the
 * model commits becomes a savepoint's end, and a statement that fails outside of a transaction
 * leaves nothing behind, as on a connection of its own.
 */
export class AuditedConnection {
  readonly #client: pg.PoolClient;
  readonly #recording: Recording;
  #isOpen = false;
  /** The end of the last statement: each waits for the one before it, savepoints and all. */
  #last: Promise<unknown> = Promise.resolve();

  /** Creates the connection on a client whose transaction is open. */
  constructor(client: pg.PoolClient, recording: Recording) {
    this.#client = client;
    this.#recording = recording;
  }

  /** Hands a stream to the driver. */
  stream(stream: object): unknown {
    this.#recording.addStream(stream);
    // as: the driver's form for a stream.
    return (this.#client.query as (stream: object) => unknown)(stream);
  }

  /** Runs a statement, or several in one text. */
  run(config: unknown, values: readonly unknown[] | undefined): Promise<unknown> {
    const result = this.#last.then(() => this.#run(config, values));
    this.#last = result.catch(() => {});
    return result;
  }

  /** Rolls back a transaction that the model left open. */
  async reset(): Promise<void> {
    await this.#last;
    if (this.#isOpen) await this.#end("rollback");
  }

  async #run(config: unknown, values: readonly unknown[] | undefined): Promise<unknown> {
    const text = textOf(config);
    const pieces = piecesOf(text);
    const [only] = pieces;
    if (only === undefined || only === text) return await this.#runOne(text, config, values);
    const answers: unknown[] = [];
    for (const piece of pieces) answers.push(await this.#runOne(piece, piece, undefined));
    return answers;
  }

  async #runOne(
    text: string,
    config: unknown,
    values: readonly unknown[] | undefined,
  ): Promise<unknown> {
    const control = controlOf(text);
    switch (control.kind) {
      case "plain":
        return await this.#read(text, config, values);
      case "begin":
      case "begin read only":
        return await this.#begin(control.kind === "begin read only");
      case "commit":
      case "rollback":
        if (!this.#isOpen && control.kind === "commit") throw refusal(text, NO_TRANSACTION);
        return await this.#end(control.kind);
      case "refused":
        throw refusal(text, control);
    }
  }

  async #begin(readOnly: boolean): Promise<unknown> {
    if (!this.#isOpen) await this.#client.query(`savepoint ${SAVEPOINT}`);
    this.#isOpen = true;
    if (readOnly) await this.#client.query("set transaction read only");
    return endOf("BEGIN");
  }

  async #end(how: "commit" | "rollback"): Promise<unknown> {
    if (!this.#isOpen) return endOf("ROLLBACK");
    this.#isOpen = false;
    if (how === "commit" && await this.#isReleased()) return endOf("COMMIT");
    await this.#undo();
    return endOf("ROLLBACK");
  }

  /** A failed transaction refuses to release its savepoint. */
  async #isReleased(): Promise<boolean> {
    try {
      await this.#client.query(`release savepoint ${SAVEPOINT}`);
      return true;
    } catch (error) {
      if (Object(error).code === "25P02") return false;
      await this.#undo();
      throw error;
    }
  }

  async #undo(): Promise<void> {
    await this.#client.query(`rollback to savepoint ${SAVEPOINT}`);
    await this.#client.query(`release savepoint ${SAVEPOINT}`);
  }

  async #read(
    text: string,
    config: unknown,
    values: readonly unknown[] | undefined,
  ): Promise<unknown> {
    const parameters = values ?? valuesOf(config);
    const isAlone = !this.#isOpen;
    if (isAlone) await this.#client.query(`savepoint ${SAVEPOINT}`);
    try {
      // as: the model's own parameters, which fit the driver's signature.
      const answer: unknown = await (this.#client.query as (...args: unknown[]) => unknown)(
        config,
        ...(values === undefined ? [] : [values]),
      );
      this.#recording.add(text, parameters, answer);
      if (isAlone) await this.#client.query(`release savepoint ${SAVEPOINT}`);
      return answer;
    } catch (error) {
      this.#recording.addFailure(text, parameters, error);
      if (isAlone) await this.#undo();
      throw error;
    }
  }
}

const NO_TRANSACTION: Control & { readonly kind: "refused" } = {
  kind: "refused",
  why: "the model has begun no transaction",
};

function refusal(text: string, { why }: Control & { readonly kind: "refused" }): StrataError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new StrataError(
    `Cannot run "${shown}" in an audit: ${why}, and all that a model does here is rolled back; ` +
      "move it out of the model",
  );
}

function textOf(config: unknown): string {
  return typeof config === "string" ? config : String(Object(config).text ?? "");
}

function valuesOf(config: unknown): readonly unknown[] {
  const { values } = Object(config);
  return Array.isArray(values) ? values : [];
}

function endOf(command: string): unknown {
  return { command, rowCount: null, oid: null, rows: [], fields: [] };
}
