/**
 * A picture as SVG for a paper: first release against the newest vintage, the fan of revisions, and
 * their map by release and period.
 * Called by the task.
 * Never loaded before a picture is asked for: the plotting library is large.
 *
 * @module
 */
export { svgPicture } from "./svg_picture.ts";
