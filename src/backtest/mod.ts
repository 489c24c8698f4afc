/**
 * Sessions that cannot see what comes after an instant, whatever is typed into them.
 * Called by researchers who test a model on the past.
 * Never changes a figure, and never moves a clock backwards.
 *
 * @module
 */
export { openBacktest } from "./open_backtest.ts";
export type { AdvanceOptions, Backtest, BacktestOptions } from "./backtest.ts";
