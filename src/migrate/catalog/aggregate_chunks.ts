import { intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";
import { formatRelation } from "../author/relation.ts";
import { readRelation, relationPattern } from "./_sql_effects.ts";
import { statementHead } from "../text/statement_head.ts";
import { clockText } from "./same_duration.ts";
import type { AggregateModel, HypertableModel } from "./timescale_model.ts";

/**
 * Returns the chunk interval of a new continuous aggregate: ten times that of its hypertable, or
 * the same as that of its source aggregate. Returns null if the source is unknown.
 */
export function aggregateChunkInterval(
  query: string,
  known: {
    readonly hypertables: ReadonlyMap<string, HypertableModel>;
    readonly aggregates: ReadonlyMap<string, AggregateModel>;
  },
): string | null {
  for (const [, text = ""] of statementHead(query).matchAll(sourcePattern)) {
    const source = formatRelation(readRelation(text));
    const hypertable = known.hypertables.get(source);
    if (hypertable !== undefined) return tenTimes(hypertable.chunkInterval);
    const aggregate = known.aggregates.get(source);
    if (aggregate !== undefined) return aggregate.chunkInterval ?? null;
  }
  return null;
}

const sourcePattern = new RegExp(`\\bfrom (${relationPattern})`, "g");

function tenTimes(chunkInterval: string): string | null {
  try {
    const length = 10 * intervalMicroseconds(parseInterval(chunkInterval));
    return length % DAY === 0 ? `${length / DAY} days` : clockText(length);
  } catch {
    // The chunk interval is a whole number.
    return null;
  }
}

const DAY = 86_400_000_000;
