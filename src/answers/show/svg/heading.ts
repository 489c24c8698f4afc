import { COLORS, FONT, SIZE } from "./look.ts";

/** The heading of a panel: its letter, what it shows, and a line beneath. */
export function heading(letter: string, text: string, top: number, below = ""): object {
  return {
    text: `{letter|${letter}}  ${text}`,
    subtext: below,
    left: SIZE.left - 58,
    top,
    itemGap: 4,
    textStyle: {
      color: COLORS.ink,
      fontFamily: FONT,
      fontSize: 14,
      fontWeight: "bold",
      rich: { letter: { fontSize: 16, fontWeight: "bold", fontFamily: FONT, color: COLORS.ink } },
    },
    subtextStyle: { color: COLORS.faint, fontFamily: FONT, fontSize: 12 },
  };
}
