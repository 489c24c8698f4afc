/** The size of the picture and of its panels, in pixels. */
export const SIZE = { width: 960, left: 84, right: 40 } as const;

/** Fonts that papers and machines have. */
export const FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/**
 * Colours that people with any kind of colour blindness tell apart: M. Okabe and K. Ito, "Color
 * Universal Design" (2008).
 */
export const COLORS = {
  newest: "#0072B2",
  first: "#D55E00",
  band: "#56B4E9",
  ink: "#222222",
  faint: "#6b6b6b",
  grid: "#e3e3e3",
  firstCell: "#d9d9d9",
  sameCell: "#f4f4f4",
} as const;

/**
 * From downwards to upwards revisions: PuOr of C. Brewer's ColorBrewer, which is safe for colour
 * blindness and stays legible in grey.
 */
export const DIVERGING = [
  "#b35806",
  "#f1a340",
  "#fee0b6",
  "#f7f7f7",
  "#d8daeb",
  "#998ec3",
  "#542788",
];

/** Text of axes and their names. */
export const axisLabel = { color: COLORS.ink, fontSize: 12, fontFamily: FONT } as const;

/** Lines of axes. */
export const axisLine = { show: true, lineStyle: { color: COLORS.ink, width: 1 } } as const;

/** Lines behind the values. */
export const splitLine = { show: true, lineStyle: { color: COLORS.grid, width: 1 } } as const;
