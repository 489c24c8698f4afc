/**
 * Updates of open pages by server-sent events: one read for all of them, and to each what changed.
 * Called by the dashboard's routes.
 * Never reads while nobody looks, and never holds more than one message for a viewer.
 *
 * @module
 */
export { createLive, type Live, type LiveOptions, type Rendered, type Snapshot } from "./live.ts";
