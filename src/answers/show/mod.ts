/**
 * Draws a series: what is known of it, its revisions and its calendar, in the terminal or as SVG.
 * Called by `deno task show`.
 * Never reads a value that was not known at the instant.
 *
 * @module
 */
export { type Picture, readPicture } from "./picture.ts";
export { pictureDocument } from "./picture_document.ts";
export { showOptions, showPositionals, showTask } from "./show_task.ts";
export { svgPicture } from "./svg/svg_picture.ts";
