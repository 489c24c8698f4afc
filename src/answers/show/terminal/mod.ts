/**
 * A picture as lines of text.
 * Called by the task.
 * Never writes them.
 *
 * @module
 */
export { pictureLines } from "./picture_lines.ts";
export type { TerminalOptions } from "./terminal_options.ts";
