/**
 * What every server of ours on HTTP has: who asks, where it listens and how it ends, HTML.
 * Called by the read API and the dashboard.
 * Never answers a request by itself.
 *
 * @module
 */
export { type Caller, callerFinder } from "./callers.ts";
export { type Html, html, type Piece } from "./html.ts";
export { isLoopback } from "./loopback.ts";
export { serveUntil, type ServeUntilOptions } from "./serve_until.ts";
