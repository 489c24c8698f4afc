import { secondsDate } from "../point_in_time/observation.ts";
import { fixed, type Fragment } from "../point_in_time/statement.ts";

/** A bar of an instrument; prices in its currency, null if the source gives only a close. */
export interface Bar {
  /** When the bar begins. */
  readonly timestamp: Date;
  /** The first price. */
  readonly open: number | null;
  /** The highest price. */
  readonly high: number | null;
  /** The lowest price. */
  readonly low: number | null;
  /** The last price. */
  readonly close: number;
  /** The traded volume, in the instrument's unit. */
  readonly volume: number | null;
  /** The close adjusted for splits and payouts. */
  readonly adjustedClose: number | null;
}

/** A bar as the statements in this folder select it. */
export interface BarRow extends Omit<Bar, "timestamp"> {
  /** When the bar begins, in seconds since 1970. */
  readonly begins: number;
}

/**
 * The columns of {@linkcode BarRow}. The time is selected as a number: parsing it would take a
 * quarter of the time of reading ten years.
 */
export const barColumns: Fragment = fixed(`date_part('epoch', timestamp) as begins,
  open, high, low, close, volume, adjusted_close as "adjustedClose"`);

/** Converts a row to a bar. */
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
