import type { ConsumeResult } from "./consume_options.ts";
import type { StoredBatch } from "./store/store_batch.ts";

type Counts = { -readonly [Name in keyof ConsumeResult]: number };

/** Counts what was consumed. */
export class ConsumeCounts {
  readonly #counts: Counts = {
    messages: 0,
    batches: 0,
    inserted: 0,
    unchanged: 0,
    conflicting: 0,
    refused: 0,
    skipped: 0,
    fenced: 0,
    assignments: 0,
    reconnects: 0,
  };

  /** Counts a stored batch. */
  add(stored: StoredBatch, { messages, skipped }: { messages: number; skipped: number }): void {
    const counts = this.#counts;
    counts.messages += messages;
    counts.batches++;
    counts.inserted += stored.inserted;
    counts.unchanged += stored.unchanged;
    counts.conflicting += stored.conflicting;
    counts.refused += stored.refused;
    counts.skipped += skipped;
  }

  /** Counts something that happened on the way. */
  note(what: "fenced" | "assignments" | "reconnects"): void {
    this.#counts[what]++;
  }

  /** What was counted until now. */
  result(): ConsumeResult {
    return { ...this.#counts };
  }
}
