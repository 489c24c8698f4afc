import { quoteLiteral } from "../../../base/sql/mod.ts";
import { type InstantInput, instantText, parseInstant } from "../../../base/time/instant.ts";

/**
 * Where the future begins, as SQL. Constants, not parameters: with them the server leaves out the
 * chunks of the past when it plans.
 */
export interface Horizon {
  /** The instant of the look. */
  readonly at: string;
  /** The millisecond after it: JavaScript's dates know no shorter step. */
  readonly next: string;
  /** The UTC day of the instant, which is not over. */
  readonly day: string;
  /** Until when this database's own rows count, if that is limited. */
  readonly knownTo: string | undefined;
}

/** Reads the instants of an audit. */
export function horizonOf(at: InstantInput, knownTo?: InstantInput): Horizon {
  const instant = parseInstant(at);
  const text = instantText(instant);
  return {
    at: literal(text),
    next: literal(instantText((Math.floor(instant / 1000) + 1) * 1000)),
    day: `${quoteLiteral(text.slice(0, 10))}::date`,
    knownTo: knownTo === undefined
      ? undefined
      : literal(instantText(parseInstant(knownTo, "knownTo"))),
  };
}

function literal(text: string): string {
  return `${quoteLiteral(text)}::timestamptz`;
}
