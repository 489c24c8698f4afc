import type { SeriesRequest, SeriesSource, SourceContext, VintagePage } from "../source.ts";
import { valueDating } from "../snapshot/date_values.ts";
import { ASSUME_LAG } from "../snapshot/publication_lag.ts";
import {
  readSnapshotCursor,
  type SnapshotCursor,
  snapshotCursorText,
} from "../snapshot/snapshot_cursor.ts";
import { describeSeries } from "./describe_series.ts";
import { askWindow } from "./sgs_api.ts";

/** Options of {@linkcode bcb}. */
export interface BcbOptions {
  /** Where the API begins; by default the real one. */
  readonly baseUrl?: string;
}

const ZONE = "America/Sao_Paulo";
/** The first day that is asked for: no series begins earlier. */
const EARLIEST = "1900-01-01";

/**
 * SGS, the time series of Banco Central do Brasil. It has no vintages: values are `observed` at the
 * fetch that first sees them; those of a first fetch are `assumed` by the setting `assumeLag`. Each
 * fetch reads a series again, a daily one three years back, and stores what was revised. SGS does
 * not describe its series: those that are not well known take the settings `name`, `unit` and
 * `frequency`.
 *
 * @see https://dadosabertos.bcb.gov.br
 */
export function bcb(options: BcbOptions = {}): SeriesSource {
  const { baseUrl = "https://api.bcb.gov.br" } = options;
  const root = baseUrl.replace(/\/+$/, "");
  return {
    name: "bcb",
    title: "BCB SGS",
    baseUrl,
    authType: "none",
    ratePerMinute: 60,
    locale: "pt-BR",
    zone: ZONE,
    gives: "series",
    describe: (code, context) => describeSeries({ root, code }, context),
    vintages: (request, context) => allValues(root, request, context),
  };
}

async function* allValues(
  root: string,
  request: SeriesRequest,
  context: SourceContext,
): AsyncGenerator<VintagePage> {
  const { code, cursor, settings } = request;
  const before = cursor === undefined ? undefined : readSnapshotCursor(cursor);
  const dated = valueDating(request, context, { title: "SGS", zone: ZONE });
  const lag = before?.isHistory === false ? before.lag : settings[ASSUME_LAG];
  const isHistory = before?.isHistory ?? true;
  const today = Temporal.Instant.fromEpochMilliseconds(context.now.getTime())
    .toZonedDateTimeISO(ZONE).toPlainDate();
  const isDaily = settings["frequency"] === "daily";
  let from = firstDay(request, { before, isDaily });
  for (let isLast = false; !isLast;) {
    // SGS takes ten years of a daily series at once, and any other as a whole.
    const to = from.add({ years: 10 }).subtract({ days: 1 });
    isLast = !isDaily || Temporal.PlainDate.compare(to, today) >= 0;
    const window = { from: from.toString(), to: isLast ? undefined : to.toString() };
    const { values, at } = await askWindow({ root, code }, window, context);
    yield {
      vintages: dated(values, at),
      cursor: snapshotCursorText({
        through: (isLast ? today : to).toString(),
        isHistory: isHistory && !isLast,
        lag,
      }),
    };
    from = to.add({ days: 1 });
  }
}

/** How many years of a daily series a fetch reads again, for revisions. */
const REREAD_YEARS = 3;

function firstDay(
  { since }: SeriesRequest,
  { before, isDaily }: {
    readonly before: SnapshotCursor | undefined;
    readonly isDaily: boolean;
  },
): Temporal.PlainDate {
  const first = Temporal.PlainDate.from(since ?? EARLIEST);
  if (before === undefined || !isDaily) return first;
  const through = Temporal.PlainDate.from(before.through);
  if (before.isHistory) return through.add({ days: 1 });
  const back = through.subtract({ years: REREAD_YEARS });
  return Temporal.PlainDate.compare(back, first) < 0 ? first : back;
}
