/** A candle as exchanges give it: milliseconds, open, high, low, close, volume. */
export type MinuteCandle = readonly [number, number, number, number, number, number];

/** A candle for each minute of a span in which something traded; the same each time. */
export function minutes(
  from: Date,
  count: number,
  isTraded: (index: number) => boolean = () => true,
): readonly MinuteCandle[] {
  return Array.from({ length: count }, (_, index): MinuteCandle => {
    const open = 100 + index % 17 / 4;
    return [from.getTime() + index * 60_000, open, open + 2, open - 2, open + 1, index % 5];
  }).filter((_, index) => isTraded(index));
}
