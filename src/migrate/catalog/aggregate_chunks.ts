import { intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";
import { formatRelation } from "../author/relation.ts";
import { readRelation, relationPattern } from "./_sql_effects.ts";
import { statementHead } from "../text/statement_head.ts";
import { clockText } from "./same_duration.ts";
import type { AggregateModel, HypertableModel } from "./timescale_model.ts";

/**
 * The span of the chunks that a new continuous aggregate is kept in: ten times that of its hypertable,
 * or that of the aggregate which it reads from. Null where its source is not known.
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
    // Chunks of whole numbers.
    return null;
  }
}

const DAY = 86_400_000_000;
