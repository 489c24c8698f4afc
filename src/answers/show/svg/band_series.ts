/** How a band looks. */
export interface BandLook {
  /** The panel. */
  readonly index: number;
  /** Its colour. */
  readonly color: string;
  /** How much of it is seen. */
  readonly opacity: number;
}

/** A place of the library's coordinates. */
interface Coordinates {
  coord(value: readonly [number, number]): readonly [number, number];
}

/** A band between two values at each place, in steps. */
export function bandSeries(
  band: readonly (readonly [x: number, low: number, high: number])[],
  { index, color, opacity }: BandLook,
): object {
  return {
    type: "custom",
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    clip: true,
    data: [[0]],
    // The range of the axis follows the band, not the one item that draws it.
    encode: { x: -1, y: -1 },
    renderItem: (_: unknown, api: Coordinates) => ({
      type: "polygon",
      shape: { points: outline(band).map((point) => api.coord(point)) },
      style: { fill: color, opacity },
    }),
  };
}

/** The corners of a band: along the low values, and back along the high ones. */
function outline(
  band: readonly (readonly [x: number, low: number, high: number])[],
): readonly (readonly [number, number])[] {
  const edge = (pick: 1 | 2): (readonly [number, number])[] =>
    band.flatMap((each, i) => {
      const next = band[i + 1];
      const here = [each[0], each[pick]] as const;
      return next === undefined ? [here] : [here, [next[0], each[pick]] as const];
    });
  return [...edge(1), ...edge(2).toReversed()];
}
