/**
 * A small set of real figures for an empty database, and a question that they answer.
 * Called by `start` and the tests.
 * Never invents a figure: each has its source.
 *
 * @module
 */
export { isEmpty, loadSample } from "./load_sample.ts";
export type { SampleSummary } from "./load_sample.ts";
export type { SampleDatabase } from "./sample_database.ts";
export { answerInstants, describeAnswer, gdpAsKnownOn } from "./answer.ts";
export type { GdpAsKnown } from "./answer.ts";
