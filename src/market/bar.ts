import { secondsDate } from "../point_in_time/observation.ts";
import { fixed, type Fragment } from "../point_in_time/statement.ts";

/** A bar of an instrument; prices in its currency, null where the source gives a close alone. */
export interface Bar {
  /** Where the bar begins. */
  readonly timestamp: Date;
  /** The first price. */
  readonly open: number | null;
  /** The highest price. */
  readonly high: number | null;
  /** The lowest price. */
  readonly low: number | null;
  /** The last price. */
  readonly close: number;
  /** What was traded, in the instrument's unit. */
  readonly volume: number | null;
  /** The close adjusted for splits and payouts. */
  readonly adjustedClose: number | null;
}

/** A bar as the statements of this folder select it. */
export interface BarRow extends Omit<Bar, "timestamp"> {
  /** Where the bar begins, in seconds since 1970. */
  readonly begins: number;
}

/** The columns of {@linkcode BarRow}: the time as a number, for a quarter of the time of reading ten years is its parsing. */
export const barColumns: Fragment = fixed(`date_part('epoch', timestamp) as begins,
  open, high, low, close, volume, adjusted_close as "adjustedClose"`);

/** Makes a bar of a row. */
export function toBar(row: BarRow): Bar {
  return {
    timestamp: secondsDate(row.begins),
    open: row.open,
    high: row.high,
    low: row.low,
    close: row.close,
    volume: row.volume,
    adjustedClose: row.adjustedClose,
  };
}
