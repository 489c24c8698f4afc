import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { StrataError } from "../../../src/base/errors.ts";
import type { Queryable } from "../../../src/base/sql/mod.ts";
import { createDatabase, type Database, sqlState } from "../../../src/database/mod.ts";
import { type MigratedTest, migratedTest } from "../../integration/schema_support.ts";
import { seeded } from "../../integration/ingest_support.ts";
import { isLong } from "../effort.ts";
import { Journal, judgeJournal, type Verdict } from "../journal.ts";
import type { Part, WriterKind } from "./kinds.ts";

/** Declares a test on the first server; in the long form also on each Community server. */
export function writerTest(name: string, run: (database: MigratedTest) => Promise<void>): void {
  migratedTest("timescaledb", name, seeded(run));
  if (isLong) migratedTest("community", `${name}, on Community`, seeded(run));
}

/** Opens a pool for writers under fault: its limits are short, so that they are felt. */
export function faultyPool(url: string, limits: { readonly statementTimeoutMs?: number } = {}) {
  return createDatabase({
    url,
    limits: {
      poolSize: 6,
      maxOverflow: 0,
      acquireTimeoutMs: 10_000,
      connectTimeoutMs: 2_000,
      statementTimeoutMs: 5_000,
      ...limits,
    },
  });
}

/** A kind of writer at work: it writes part after part, each until it is acknowledged. */
export class JournaledWriter implements AsyncDisposable {
  /** What failed attempts threw. */
  readonly errors: Error[] = [];
  /** The rows that are acknowledged. */
  acknowledged = 0;
  readonly #kind: WriterKind;
  readonly #journal: Journal;
  #next = 0;

  private constructor(kind: WriterKind, journal: Journal) {
    this.#kind = kind;
    this.#journal = journal;
  }

  /** Creates a writer with a journal of its own. */
  static async of(kind: WriterKind): Promise<JournaledWriter> {
    return new JournaledWriter(kind, await Journal.create());
  }

  /** How many attempts failed. */
  get failures(): number {
    return this.errors.length;
  }

  /** The function of the library that writes. */
  get name(): string {
    return this.#kind.name;
  }

  /**
   * Writes further rows, at least some parts, and on while something lasts: each part until it is
   * acknowledged, as a connector does.
   *
   * @throws {assert.AssertionError} If an attempt fails otherwise than with a typed error, or a
   * part is not acknowledged in time.
   */
  async write(
    database: Database,
    { parts, rows = 100, withinMs = 60_000, while: lasts = () => false }: {
      readonly parts: number;
      readonly while?: () => boolean;
      readonly rows?: number;
      readonly withinMs?: number;
    },
  ): Promise<void> {
    for (let part = 0; part < parts || lasts(); part++) {
      const from = this.#next;
      this.#next += rows;
      await this.#writePart(database, { from, to: from + rows }, withinMs);
    }
  }

  /** Holds what is stored against the journal; everything is sent once more, over `database`. */
  async judge(database: Database, client: Queryable): Promise<Verdict> {
    const all = { from: 0, to: this.#next };
    return await judgeJournal(this.#journal, {
      stored: () => this.#kind.stored(client),
      again: () => this.#kind.write(database, all),
    });
  }

  /** Removes the journal. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#journal[Symbol.asyncDispose]();
  }

  async #writePart(database: Database, part: Part, withinMs: number): Promise<void> {
    const entries = this.#kind.entries(part);
    const end = performance.now() + withinMs;
    this.#journal.sent(entries);
    for (;;) {
      try {
        await this.#kind.write(database, part);
        break;
      } catch (error) {
        assert.ok(isTyped(error), `${this.name}: ${Deno.inspect(error)}`);
        this.errors.push(error);
        assert.ok(performance.now() < end, `${this.name}: no end in ${withinMs} ms: ${error}`);
        await sleep(20);
      }
    }
    this.#journal.acknowledged(entries);
    this.acknowledged += entries.length;
  }
}

/** What is read before a write, such as the gaps of a backfill, keeps the server's own answer. */
function isTyped(error: unknown): error is Error {
  return error instanceof StrataError || (error instanceof Error && sqlState(error) === "57014");
}
