import { endpoints } from "./endpoints.ts";
import { splitPath } from "./_split_path.ts";

/** The paths that answer no question. */
const PLAIN = new Set(["/", "/docs", "/healthz", "/metrics", "/openapi.json", "/readyz"]);

/** Returns the path of the API's document that a request's path belongs to, if any. */
export function routeOf(pathname: string): string | undefined {
  if (PLAIN.has(pathname)) return pathname;
  try {
    return endpoints[splitPath(pathname).endpoint].path;
  } catch {
    // There is no such path, which the answer tells.
    return undefined;
  }
}
