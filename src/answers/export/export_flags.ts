import type { OptionSpec, PositionalSpec } from "../../cli/mod.ts";
import { formatNames } from "../format/mod.ts";
import { questionKinds } from "./question_kinds.ts";

/** The arguments of the `export` task. */
export const exportPositionals: readonly PositionalSpec[] = [
  { name: "KIND", description: `What is asked: ${questionKinds.join(", ")}.` },
  {
    name: "NAME",
    many: true,
    description:
      "Series as SOURCE/CODE or by id; for bars an instrument, for candles an exchange and a symbol, for curve a curve, for table a table.",
  },
];

const text = (value: string, description: string): OptionSpec => ({
  type: "string",
  value,
  description,
});
const texts = (value: string, description: string): OptionSpec => ({
  ...text(value, description),
  multiple: true,
});

/** The flags of the `export` task. */
export const exportOptions: Readonly<Record<string, OptionSpec>> = {
  to: text(
    "PLACE",
    "A file, - for standard output, or s3://BUCKET/KEY on the server of MINIO_HOST. A file that is there is replaced once the new one is complete.",
  ),
  format: {
    ...text("NAME", "The format; by default what the end of the file's name tells."),
    choices: formatNames,
  },
  at: texts(
    "INSTANT",
    "The instant whose knowledge is asked for, such as 2024-09-26T12:30:00Z; now takes the server's clock and says it. A panel takes many.",
  ),
  "at-from": text("DAY", "The first day of a panel's calendar; with --time and --time-zone."),
  "at-to": text("DAY", "The last day of a panel's calendar."),
  time: text("HH:mm", "The time of day of a panel's calendar."),
  "time-zone": text("ZONE", "The zone of --time, such as America/New_York."),
  "all-days": {
    type: "boolean",
    description: "Weekends are in a panel's calendar too; by default they are not.",
  },
  twice: {
    ...text("WHICH", "Which instant of a calendar is meant where clocks show a time twice."),
    choices: ["earlier", "later"],
  },
  "known-to": text(
    "INSTANT",
    "The second clock: leaves out what was stored later, so that the answer stays the same; now as for --at.",
  ),
  strict: { type: "boolean", description: "Only releases before the instant, not at it." },
  lag: text("SPAN", "A release counts only after this span, such as 1 hour."),
  kinds: text("KIND,…", "Only vintages of these kinds: native, observed, assumed, pseudo."),
  from: text("START", "The first observation: a day; for bars and candles an instant."),
  until: text("END", "The last observation: a day, inclusive; for bars and candles an instant."),
  "max-age": text("SPAN", "How old the latest value may be, such as 90 days."),
  ahead: { type: "boolean", description: "Observations dated after the instant count too." },
  n: { ...text("N", "Which release, from 1."), number: { least: 1 } },
  since: text("INSTANT", "For changes: the earlier instant."),
  "known-since": text("INSTANT", "For changes: the second clock of the earlier instant."),
  "flow-type": text("TYPE", "Reads flows of this kind instead of macro series."),
  "fiscal-metric": text("NAME", "Reads fiscal figures instead of macro series."),
  frequency: text("NAME", "For bars: their frequency."),
  delay: text("SPAN", "For bars: how long after its end a bar is known."),
  timeframe: text("NAME", "For candles: their timeframe."),
  built: { type: "boolean", description: "Candles built from the exchange's minutes." },
  day: text("DAY", "For curve: the day."),
  source: text("NAME", "For series: only those of this source."),
  search: text("TEXT", "For series: only those whose code or name holds this text."),
  snapshot: text(
    "FILE",
    "Writes a manifest by which --check tells later whether the question still has this answer.",
  ),
  check: {
    ...text("FILE", "Asks the question of a manifest again, and names what differs."),
    conflicts: ["to", "snapshot", "at", "known-to"],
  },
};
