import type { PathValues } from "./endpoint.ts";
import type { EndpointName } from "./endpoints.ts";
import { Problem } from "./problem.ts";

/** The endpoint of a path, and what its parts say. */
export interface Place {
  readonly endpoint: EndpointName;
  readonly path: PathValues;
}

/**
 * Splits a URL's path, which is still encoded: codes hold slashes, so the last part decides which
 * endpoint it is, and an encoded slash is part of a code.
 *
 * @throws {Problem} If there is no such path, or a % in it is not followed by two digits.
 */
export function splitPath(pathname: string): Place {
  const [version, room, ...parts] = pathname.slice(1).split("/").map((part) => decoded(part));
  const place = version === "v1" ? placeIn(room ?? "", parts) : undefined;
  if (place !== undefined && Object.values(place.path).every((text) => text !== "")) return place;
  throw new Problem(
    "no-such-path",
    `Cannot find "${pathname}": it is no path of this API, /docs ` +
      "lists them",
  );
}

function placeIn(room: string, parts: readonly string[]): Place | undefined {
  const [first = "", ...rest] = parts;
  const name = single[room];
  if (name !== undefined && parts.length === 0) return { endpoint: name, path: {} };
  if (parts.length === 0) return undefined;
  switch (room) {
    case "series":
      return rest.length === 0 ? undefined : ofSeries(first, rest);
    case "candles":
      return rest.length === 0
        ? undefined
        : { endpoint: "candles", path: { exchange: first, symbol: rest.join("/") } };
    case "bars":
      return { endpoint: "bars", path: { instrument: parts.join("/") } };
    case "curves":
      return { endpoint: "curves", path: { id: parts.join("/") } };
    default:
      return undefined;
  }
}

const single: Readonly<Record<string, EndpointName>> = {
  "series": "list",
  "panel": "panel",
  "cross-section": "crossSection",
  "changes": "changes",
};

function ofSeries(source: string, parts: readonly string[]): Place {
  const [before = "", last = ""] = [parts.at(-2), parts.at(-1)];
  if (before === "releases" && parts.length > 2) {
    return {
      endpoint: "releases",
      path: { source, code: parts.slice(0, -2).join("/"), n: last },
    };
  }
  if ((last === "vintages" || last === "revisions" || last === "matrix") && parts.length > 1) {
    return { endpoint: last, path: { source, code: parts.slice(0, -1).join("/") } };
  }
  return { endpoint: "series", path: { source, code: parts.join("/") } };
}

/** A slash that was encoded counts as part of a name, so parts are split before they are decoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new Problem(
      "bad-question",
      `Cannot read "${part}" in the path: a % in it is not followed ` +
        "by two digits, a % itself is written %25",
      { cause },
    );
  }
}
