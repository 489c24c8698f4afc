import type { Column } from "../columns/mod.ts";

/** A column that is read under its own name. */
const of = (type: Column["type"]) => (name: string): Column => ({ name, type });
const [int32, float64, date, timestamp, text] = [
  of("int32"),
  of("float64"),
  of("date"),
  of("timestamp"),
  of("text"),
];

const figure = [
  int32("series_id"),
  date("observation_date"),
  float64("value"),
  timestamp("release_time"),
];

/** The columns of answers by the kind of their question, as the server names and types them. */
export const answerColumns = {
  figures: [...figure, text("vintage_kind")],
  figuresWithUnit: [...figure, text("vintage_kind"), text("unit")],
  revisions: [
    ...figure,
    text("vintage_kind"),
    int32("release"),
    float64("previous_value"),
    timestamp("ingested_at"),
  ],
  vintages: [
    timestamp("release_time"),
    int32("changes"),
    date("oldest_date"),
    date("newest_date"),
  ],
  matrix: [timestamp("vintage"), ...figure],
  panel: [timestamp("as_of"), ...figure],
  panelWithUnit: [timestamp("as_of"), ...figure, text("unit")],
  changes: [
    int32("series_id"),
    date("observation_date"),
    float64("previous_value"),
    timestamp("previous_release_time"),
    float64("value"),
    timestamp("release_time"),
  ],
  bars: [
    int32("instrument_id"),
    timestamp("timestamp"),
    ...["open", "high", "low", "close", "volume", "adjusted_close"].map(float64),
  ],
  candles: [timestamp("time"), ...["open", "high", "low", "close", "volume"].map(float64)],
  curve: [date("curve_date"), int32("tenor_days"), text("tenor_label"), float64("rate")],
  series: [
    int32("series_id"),
    ...[
      "source",
      "code",
      "name",
      "frequency",
      "country",
      "unit",
      "release_timezone",
    ].map(text),
  ],
} as const satisfies Readonly<Record<string, readonly Column[]>>;
