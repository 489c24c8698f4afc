import { type AnswerFormat, formatNames, mediaTypes } from "./formats.ts";
import { Problem } from "./problem.ts";

/**
 * Chooses the format of an answer: the one that the query names, or else the one that `Accept`
 * wants most (RFC 9110, 12.5.1); where it wants several as much, the first of ours.
 *
 * @throws {Problem} If it accepts none.
 */
export function negotiate(asked: string | undefined, accept: string | null): AnswerFormat {
  const named = formatNames.find((name) => name === asked);
  if (named !== undefined) return named;
  const ranges = rangesOf(accept ?? "");
  if (ranges.length === 0) return "json";
  let best: { readonly name: AnswerFormat; readonly quality: number } | undefined;
  for (const name of formatNames) {
    const quality = Math.max(...mediaTypes[name].map((type) => qualityOf(type, ranges)));
    if (quality > (best?.quality ?? 0)) best = { name, quality };
  }
  if (best !== undefined) return best.name;
  const offered = formatNames.map((name) => mediaTypes[name][0]).join(", ");
  throw new Problem(
    "not-acceptable",
    `Cannot answer in a format that "${accept}" accepts: there ` +
      `are ${offered}, or format=${formatNames.join(", ")} in the query`,
  );
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function rangesOf(accept: string): readonly MediaRange[] {
  return accept.split(",").flatMap((part) => {
    const [type = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    if (type === "") return [];
    const weight = parameters.find((text) => /^q\s*=/.test(text))?.replace(/^q\s*=\s*/, "");
    const quality = weight === undefined ? 1 : Number(weight);
    return [{ type, quality: quality >= 0 && quality <= 1 ? quality : 0 }];
  });
}

/** The most specific range decides, whatever the others say. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const group = `${type.split("/")[0]}/*`;
  for (const candidate of [type, group, "*/*"]) {
    const found = ranges.find((range) => range.type === candidate);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
