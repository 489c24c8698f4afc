import type { Database } from "../../database/mod.ts";
import type { ConnectionSource } from "../columns/mod.ts";
import { beginAnswer } from "./_answer.ts";
import { type Asked, askQuestion } from "./_ask.ts";
import { bodyStream } from "./_body.ts";
import { cacheControl, contentTag, isNamed, isSettled, settledTag } from "./_caching.ts";
import type { Caller } from "../../base/http/mod.ts";
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
import type { KeptAnswer, KeptAnswers } from "./_kept_answers.ts";
import { partResponse, rangeOf } from "./_range.ts";

/** What questions are answered with. */
export interface ReaderOptions {
  readonly database: Pick<Database, "pool">;
  readonly source: ConnectionSource;
  readonly limits: ApiLimits;
  readonly turns: Turns;
  readonly kept: KeptAnswers;
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
  const { asked, caller, format, kept, limits } = exchange;
  const settled = isSettled(asked, limits.settledMs) ? settledTag(asked, format) : undefined;
  const headers = headersOf(exchange, settled);
  const wanted = request.headers.get("if-none-match");
  // An answer that never changes is known by its question: the server is not asked.
  if (settled !== undefined && isNamed(wanted, settled)) return unchanged(headers);
  const isInParts = request.method === "HEAD" || request.headers.has("range");
  const key = `${caller.name} ${format} ${request.url}`;
  const known = request.headers.has("range") ? kept.get(key) : undefined;
  if (known !== undefined) return whole(request, known);
  const ending = openEnding(request, exchange);
  const { signal } = ending;
  try {
    ending.onEnd(await exchange.turns.take(caller, signal));
    const heldBytes = isInParts ? limits.rangedBytes : limits.heldBytes;
    const answer = await beginAnswer(asked, { ...exchange, heldBytes, signal });
    headers.set("content-type", answer.encoder.mediaType);
    headers.set("content-disposition", fileName(asked, answer.encoder.extension));
    if (answer.isWhole) {
      ending.end();
      const bytes = joined(answer.held);
      const made = { bytes, headers, tag: settled ?? contentTag(bytes) };
      headers.set("etag", made.tag);
      headers.set("accept-ranges", "bytes");
      headers.set("content-length", String(bytes.length));
      if (isInParts) kept.keep(key, made);
      return whole(request, made);
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

/** Sends an answer whose bytes are all there, or the part that is asked for. */
function whole(request: Request, { bytes, headers: made, tag }: KeptAnswer): Response {
  const headers = new Headers(made);
  if (isNamed(request.headers.get("if-none-match"), tag)) return unchanged(headers);
  if (request.method === "HEAD") return new Response(null, { headers });
  const range = rangeOf(request.headers, bytes.length, tag);
  return range === undefined
    ? new Response(bytes, { headers })
    : partResponse(bytes, range, headers);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
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
  for (const name of ["content-type", "content-disposition", "content-length", "accept-ranges"]) {
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
