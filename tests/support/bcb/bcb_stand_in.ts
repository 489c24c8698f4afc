import type { FredVintage } from "../fred/mod.ts";
import { StandIn, type StandInOptions, type StandInRequest } from "../stand_in/mod.ts";

/** A series of SGS, with what the bank published on each day in Brasília. */
export interface BcbSeries {
  /** The code, such as 433. */
  readonly code: number;
  readonly isDaily: boolean;
  /** Oldest first; the service itself shows only the newest values. */
  readonly vintages: readonly FredVintage[];
}

/**
 * Starts a server on loopback that stands in for SGS of Banco Central do Brasil
 * (`api.bcb.gov.br/dados/serie`). It is not the real service, but keeps these rules of it:
 *
 * - JSON has rows of `data` (dd/mm/aaaa) and `valor` as text with a point; CSV has `;`, quotes and
 *   a
 *   decimal comma. Oldest first. There are no vintages, only the newest value.
 * - Daily series require `dataInicial` and allow at most ten years, otherwise 406 in the words of
 *   the
 *   service (python-bcb #19, rbcb #63 and #64). The tenth anniversary is included. `dataFinal` is
 *   today by default.
 * - `ultimos/N` allows at most 20, otherwise 400 (python-bcb #22).
 * - 404 if the window has no values; 400 for an invalid date.
 * - An unknown code gets an HTML page with status 200. The real service also does that at busy
 *   hours, and returns 502 and 504; each stand-in can produce these faults.
 * - Future dates are included if the bank has set them, as for the Selic target.
 */
export function bcbStandIn(
  series: readonly BcbSeries[],
  options: StandInOptions = {},
): StandIn {
  const { now = () => new Date() } = options;
  return new StandIn({
    answer: (request) => answer(request, { series, today: brasiliaDay(now()) }),
    refuse: () => new Response("Too Many Requests", { status: 429 }),
  }, options);
}

interface Catalog {
  readonly series: readonly BcbSeries[];
  readonly today: string;
}

type Row = readonly [day: string, value: string];

function answer({ endpoint, parameters }: StandInRequest, catalog: Catalog): Response {
  const path = /^\/dados\/serie\/bcdata\.sgs\.(\d+)\/dados(?:\/ultimos\/(\d+))?$/.exec(endpoint);
  const found = catalog.series.find(({ code }) => code === Number(path?.[1]));
  if (path === null || found === undefined) return errorPage();
  const rows = published(found, catalog.today);
  const count = path[2];
  if (count !== undefined) {
    if (Number(count) > 20) return refusal(400, "A quantidade máxima de valores deve ser 20");
    return write(rows.slice(-Number(count)), parameters);
  }
  const start = day(parameters, "dataInicial");
  const end = day(parameters, "dataFinal");
  if (start === undefined) return refusal(400, "Invalid initial date");
  if (end === undefined) return refusal(400, "Invalid final date");
  if (found.isDaily && isTooLong(start, end ?? catalog.today)) {
    return tooLong(found.code, catalog.today);
  }
  const asked = rows.filter(([date]) => (start ?? date) <= date && date <= (end ?? date));
  return asked.length === 0 ? refusal(404, "Value(s) not found") : write(asked, parameters);
}

function published(series: BcbSeries, today: string): Row[] {
  const values = new Map<string, string>();
  for (const { vintageDate, observations } of series.vintages) {
    if (vintageDate > today) break;
    for (const [date, value] of Object.entries(observations)) {
      if (value === null || value === ".") values.delete(date);
      else values.set(date, value);
    }
  }
  return [...values].sort(([a], [b]) => a < b ? -1 : 1);
}

function write(rows: readonly Row[], parameters: URLSearchParams): Response {
  const cells = rows.map(([date, value]) => [brazilian(date), value] as const);
  if (parameters.get("formato") === "csv") {
    const lines = cells.map(([date, value]) => `"${date}";"${value.replace(".", ",")}"`);
    const body = ['"data";"valor"', ...lines, ""].join("\r\n");
    return new Response(body, { headers: { "content-type": "text/csv; charset=utf-8" } });
  }
  return Response.json(cells.map(([data, valor]) => ({ data, valor })));
}

function isTooLong(start: string | null, end: string): boolean {
  if (start === null) return true;
  return Temporal.PlainDate.from(start).add({ years: 10 }).toString() < end;
}

function tooLong(code: number, today: string): Response {
  const address = `https://api.bcb.gov.br/dados/serie/bcdata.sgs.${code}/dados`;
  const start = brazilian(Temporal.PlainDate.from(today).subtract({ years: 10 }).toString());
  return Response.json({
    error:
      "O sistema aceita uma janela de consulta de, no máximo, 10 anos em séries de periodicidade diária",
    message:
      "Para acessar uma série de periodicidade diária, é necessário informar a dataInicial - parâmetro textual que representa a data de início da consulta, no formato dd/mm/aaaa. Pode-se também especificar a dataFinal (opcional) - parâmetro textual que representa a data final da consulta, no formato dd/mm/aaaa",
    syntax:
      `Para ler os últimos 10 anos, a partir da data de hoje, a sintaxe ficaria da seguinte forma: ${address}?dataInicial=${start} ou, caso se especifique também a data final, dessa maneira: ${address}?dataInicial=${start}&dataFinal=${
        brazilian(today)
      }`,
  }, { status: 406 });
}

function refusal(statusCode: number, text: string): Response {
  const detail = `br.gov.bcb.pec.sgs.comum.excecoes.SGSNegocioException: ${text}`;
  return Response.json({ erro: { statusCode, detail } }, { status: statusCode });
}

function errorPage(): Response {
  const body = "<!DOCTYPE html><html><head><title>Requisição inválida</title></head></html>";
  return new Response(body, { headers: { "content-type": "text/html; charset=utf-8" } });
}

/** Parses dd/mm/aaaa as an ISO date; null if there is none, undefined if it is not a date. */
function day(parameters: URLSearchParams, name: string): string | null | undefined {
  const text = parameters.get(name);
  if (text === null || text === "") return null;
  const [, date, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  const iso = `${year}-${month}-${date}`;
  const isDate = new Date(`${iso}T00:00:00Z`).toString() !== "Invalid Date";
  return isDate && new Date(iso).toISOString().startsWith(iso) ? iso : undefined;
}

function brazilian(iso: string): string {
  return iso.split("-").reverse().join("/");
}

function brasiliaDay(now: Date): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return instant.toZonedDateTimeISO("America/Sao_Paulo").toPlainDate().toString();
}
