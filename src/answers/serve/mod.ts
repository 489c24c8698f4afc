/**
 * A read API over HTTP: what was known when, for tools that have no library of ours.
 *
 * @example
 * ```ts
 * import { createDatabase } from "@strata/foundation";
 * import { createApi } from "@strata/foundation/serve";
 *
 * async function ask(url: string): Promise<unknown> {
 *   await using database = createDatabase();
 *   return await (await createApi(database).fetch(new Request(url))).json();
 * }
 * ```
 *
 * @module
 */
export { type Api, createApi } from "./create_api.ts";
export { type ApiLimits, type ApiOptions, defaultLimits } from "./api_options.ts";
export { serveApi, type ServeApiOptions } from "./serve_api.ts";
export type { ServedRequests } from "./served_requests.ts";
