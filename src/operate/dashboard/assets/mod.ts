/**
 * The style, the script and the chart library of the dashboard, from memory.
 * Called by its routes.
 * Never asks another host for anything.
 *
 * @module
 */
export { answerAsset } from "./assets.ts";
