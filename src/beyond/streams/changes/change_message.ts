import { Buffer } from "node:buffer";
import type { MessageToProduce } from "@platformatic/kafka";

/** A vintage that was stored. */
export interface StoredVintage {
  readonly series: number;
  readonly day: string;
  /** What else tells observations of a series apart; null in a table without it. */
  readonly kind: string | null;
  readonly revision: number;
  readonly value: number | null;
  readonly released: string;
  readonly stored: string;
  readonly vintageKind: string;
  /** The value of the release before; with `hadBefore` false there is none. */
  readonly valueBefore: number | null;
  readonly releasedBefore: string | null;
  readonly hadBefore: boolean;
  /** Whether no later release of the observation is stored. */
  readonly isLatest: boolean;
}

/**
 * The message of a vintage. Its key is the series, so that the vintages of one stay in order; its id
 * in the header is the same whenever it is sent again.
 */
export function changeMessage(
  topic: string,
  table: string,
  vintage: StoredVintage,
): MessageToProduce {
  const { series, day, kind, revision, value, released, stored, vintageKind } = vintage;
  const id = [table, series, day, ...kind === null ? [] : [kind], revision].join(":");
  const document = {
    table,
    seriesId: series,
    observationDate: day,
    ...kind === null ? {} : { kind },
    revisionNumber: revision,
    value,
    releaseTime: released,
    vintageKind,
    ingestedAt: stored,
    change: vintage.hadBefore ? "revised" : "new",
    before: vintage.hadBefore
      ? { value: vintage.valueBefore, releaseTime: vintage.releasedBefore }
      : null,
    isLatest: vintage.isLatest,
  };
  return {
    topic,
    key: Buffer.from(`${table}:${series}`),
    value: Buffer.from(JSON.stringify(document)),
    headers: new Map([[Buffer.from("strata-id"), Buffer.from(id)]]),
  };
}
