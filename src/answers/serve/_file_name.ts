import type { Asked } from "./_ask.ts";

/** The `Content-Disposition` of an answer, by which browsers and `curl -OJ` name a file. */
export function fileName({ question, instants }: Asked, extension: string): string {
  const subject = "series" in question
    ? [question.series].flat().length === 1 ? [question.series].flat()[0] : undefined
    : "instrument" in question
    ? question.instrument
    : "symbol" in question
    ? `${question.exchange}-${question.symbol}`
    : "curve" in question
    ? question.curve
    : undefined;
  const day = instants.at(-1)?.slice(0, 16);
  const name = [subject, question.kind, day].filter((part) => part !== undefined).join("_")
    .replace(/[^A-Za-z0-9._-]+/g, "-");
  return `inline; filename="${name}.${extension}"`;
}
