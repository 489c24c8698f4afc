import type { Database } from "../../database/mod.ts";
import type { ConnectionSource } from "../columns/mod.ts";
import { beginAnswer } from "./_answer.ts";
import { type Asked, askQuestion } from "./_ask.ts";
import { bodyStream } from "./_body.ts";
import { cacheControl, contentTag, isNamed, isSettled, settledTag } from "./_caching.ts";
import type { Caller } from "./_caller.ts";
import { noteCaller, noteEnd } from "./_access_log.ts";
import type { ApiLimits } from "./api_options.ts";
import { endpoints } from "./endpoints.ts";
import type { AnswerFormat } from "./formats.ts";
import { negotiate } from "./_negotiate.ts";
import { Problem } from "./problem.ts";
import { readQuery } from "./_read_query.ts";
import { splitPath } from "./_split_path.ts";
import type { Turns } from "./_turns.ts";
import { fileName } from "./_file_name.ts";
import { openEnding } from "./_ending.ts";

/** What questions are answered with. */
export interface ReaderOptions {
  readonly database: Pick<Database, "pool">;
  readonly source: ConnectionSource;
  readonly limits: ApiLimits;
  readonly turns: Turns;
  /** Breaks off every answer. */
  readonly signal: AbortSignal;
  readonly findCaller: (headers: Headers) => Caller;
  /** Whether answers are for the holder of a token, and not for caches that others share. */
  readonly isPrivate: boolean;
}

/** Creates the function that answers the questions of `/v1`. */
export function createReader(options: ReaderOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { limits } = options;
    if (request.url.length > limits.urlLength) throw tooLong(request.url.length, limits);
    const caller = options.findCaller(request.headers);
    noteCaller(request, caller);
    const { pathname, searchParams } = new URL(request.url);
    const { endpoint: name, path } = splitPath(pathname);
    const endpoint = endpoints[name];
    const query = readQuery(endpoint, searchParams);
    const asked = askQuestion(endpoint, { path, query, caller, limits });
    const format = negotiate(query["format"]?.toString(), request.headers.get("accept"));
    return await respond(request, { ...options, asked, format, caller });
  };
}

interface Exchange extends ReaderOptions {
  readonly asked: Asked;
  readonly format: AnswerFormat;
  readonly caller: Caller;
}

async function respond(request: Request, exchange: Exchange): Promise<Response> {
  const { asked, format, limits } = exchange;
  const settled = isSettled(asked, limits.settledMs) ? settledTag(asked, format) : undefined;
  const headers = headersOf(exchange, settled);
  const wanted = request.headers.get("if-none-match");
  // An answer that never changes is known by its question: the server is not asked.
  if (settled !== undefined && isNamed(wanted, settled)) return unchanged(headers);
  const ending = openEnding(request, exchange);
  const { signal } = ending;
  try {
    ending.onEnd(await exchange.turns.take(exchange.caller, signal));

    const answer = await beginAnswer(asked, { ...exchange, signal });
    headers.set("content-type", answer.encoder.mediaType);
    headers.set("content-disposition", fileName(asked, answer.encoder.extension));
    if (answer.isWhole) {
      ending.end();
      const tag = settled ?? contentTag(answer.held);
      headers.set("etag", tag);
      if (isNamed(wanted, tag)) return unchanged(headers);
      headers.set("content-length", String(answer.held.reduce((sum, one) => sum + one.length, 0)));
    }
    const body = bodyStream(answer, {
      signal,
      onEnd(end) {
        ending.end(end.error);
        noteEnd(request, end);
      },
    });
    if (request.method !== "HEAD") return new Response(body, { headers });
    await body.cancel();
    return new Response(null, { headers });
  } catch (error) {
    ending.end();
    throw error;
  }
}

function headersOf({ asked, isPrivate }: Exchange, settled: string | undefined): Headers {
  const { instants } = asked;
  const headers = new Headers({
    "cache-control": cacheControl({ isSettled: settled !== undefined, isPrivate }),
    "vary": isPrivate ? "Accept, Authorization" : "Accept",
    "x-content-type-options": "nosniff",
  });
  if (settled !== undefined) headers.set("etag", settled);
  const [first] = instants;
  if (first !== undefined) {
    const last = instants.at(-1);
    headers.set("strata-as-of", instants.length === 1 ? first : `${first}/${last}`);
  }
  return headers;
}

function unchanged(headers: Headers): Response {
  for (const name of ["content-type", "content-disposition", "content-length"]) {
    headers.delete(name);
  }
  return new Response(null, { status: 304, headers });
}

function tooLong(length: number, { urlLength }: ApiLimits): Problem {
  return new Problem(
    "too-long-url",
    `Cannot read a URL of ${length} characters: ${urlLength} are ` +
      "the most, ask for fewer series or give instants as a calendar",
  );
}
