/**
 * Reads of markets: bars, candles, curves and volatility smiles.
 * Called by researchers' code.
 * Never returns a bar that was not finished at the requested instant.
 *
 * @module
 */
export { bars } from "./bars.ts";
export type { BarsOptions } from "./bars.ts";
export type { Bar } from "./bar.ts";
export { latestBars } from "./latest_bars.ts";
export type { LatestBar, LatestBarsOptions } from "./latest_bars.ts";
export type { InstrumentRef } from "./instruments.ts";
export { candle } from "../schema/candles/candle.ts";
export type { CandleColumns, CandleExpressions, CandleOptions } from "../schema/candles/candle.ts";
export { candles1d, candles1h, candles5m } from "../schema/candles/candle_views.ts";
export type { CandleViewColumns, View } from "../schema/candles/candle_views.ts";
export {
  candleAggregates,
  candles1dAggregate,
  candles1hAggregate,
  candles5mAggregate,
} from "../schema/candles/candle_aggregates.ts";
export type { CandleAggregate } from "../schema/candles/candle_aggregates.ts";
export { candleGaps } from "./candle_gaps.ts";
export type { CandleGap, CandleGapsOptions } from "./candle_gaps.ts";
export { curveOn } from "./curve_on.ts";
export type { CurveOnDay, CurveOnOptions, CurvePoint } from "./curve_on.ts";
export { interpolate } from "./interpolate.ts";
export type { InterpolateOptions } from "./interpolate.ts";
export type { Point } from "./point.ts";
export { smileOn } from "./smile_on.ts";
export type { Smile, SmileOnOptions, SmilePoint } from "./smile_on.ts";
