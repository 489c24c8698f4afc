/** Suggests the date format that a text may have. */
export function formatRemedy(text: string): string | undefined {
  if (!/\d/.test(text)) return undefined;
  const [format, extra = ""] = guesses.find(([pattern]) => pattern.test(text))?.slice(1) ?? [];
  return format === undefined
    ? "dateFormat (--date-format) sets how days are written"
    : `dateFormat (--date-format=${format}${extra}) sets how days are written`;
}

const guesses: readonly (readonly [RegExp, string, string?])[] = [
  [/^\d\d\/\d\d\/\d{4}/, "MM/DD/YYYY", ", or DD/MM/YYYY"],
  [/^\d\d?\/\d\d?\/\d{4}/, "M/D/YYYY", ", or D/M/YYYY"],
  [/^\d\d\.\d\d\.\d{4}/, "DD.MM.YYYY"],
  [/^\d\d-\d\d-\d{4}/, "DD-MM-YYYY", ", or MM-DD-YYYY"],
  [/^\d\d?-[a-z]{3}-\d{4}/i, "D-MMM-YYYY"],
  [/^\d\d?-[a-z]{3}-\d\d$/i, "D-MMM-YY", " --pivot=1970"],
  [/^\d\d\/\d\d\/\d\d$/, "MM/DD/YY", " --pivot=1970, or DD/MM/YY"],
  [/^\d{8}$/, "YYYYMMDD"],
  [/^\d{10}$/, "unix"],
  [/^\d{13}$/, "unix-ms"],
  [/^\d{16}$/, "unix-us"],
  [/^\d{19}$/, "unix-ns"],
];
