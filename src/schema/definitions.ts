import { archivedRanges, archivedRangesComments } from "./archived_ranges.ts";
import { backfillCheckpoints } from "./backfill_checkpoints.ts";
import { backtestClocks, backtestClocksComments } from "./backtest_clocks.ts";
import { dataSources } from "./data_sources.ts";
import { instruments } from "./instruments.ts";
import { hypertables, schemaComments, tables } from "./schema.ts";
import { pointInTimeFunctions } from "./point_in_time_functions.ts";
import { seriesMetadata } from "./series_metadata.ts";
import { vintageCoverage, vintageCoverageComments } from "./vintage_coverage.ts";
import { sourceBookkeeping, sourceBookkeepingComments } from "./source_bookkeeping.ts";
import { streamBookkeeping, streamBookkeepingComments } from "./stream_bookkeeping.ts";
import { candleAggregates } from "./candles/candle_aggregates.ts";
import type { Definitions } from "../migrate/catalog/definitions.ts";

/** The declared contents of this package's database, for the drift check. */
export const definitions: Definitions = {
  tables: [
    ...tables,
    vintageCoverage,
    ...sourceBookkeeping,
    ...streamBookkeeping,
    backtestClocks,
    archivedRanges,
  ],
  comments: [
    ...schemaComments,
    ...vintageCoverageComments,
    ...sourceBookkeepingComments,
    ...streamBookkeepingComments,
    ...backtestClocksComments,
    ...archivedRangesComments,
  ],
  hypertables,
  continuousAggregates: candleAggregates,
  functions: pointInTimeFunctions,
  touchUpdatedAt: [dataSources, instruments, seriesMetadata, backfillCheckpoints],
};
