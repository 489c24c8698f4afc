import { problemOf } from "./_problem_of.ts";

/** A body that was begun. */
export interface BegunBody {
  /** The bytes that are there. */
  readonly held: readonly Uint8Array[];
  /** Whether they are all. */
  readonly isWhole: boolean;
  /** What follows them. */
  readonly rest: AsyncIterator<Uint8Array>;
}

/**
 * Reads a body until it ends or is longer than `most` bytes: what fails until then is told by the
 * status of the response, and a short answer has its length and its ETag.
 */
export async function beginBody(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): Promise<BegunBody> {
  const rest = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size <= most) {
    const { done, value } = await rest.next();
    if (done) return { held, isWhole: true, rest };
    held.push(value);
    size += value.length;
  }
  return { held, isWhole: false, rest };
}

/** How a body ended. */
export interface BodyEnd {
  readonly bytes: number;
  /** What broke it; undefined where it was sent to its end. */
  readonly error?: unknown;
}

/**
 * Sends a body as it is asked for, so that a slow client slows the reading of the server. Where it
 * fails, or `signal` aborts, the connection breaks: a body that ended would look complete. `onEnd` is
 * called once.
 */
export function bodyStream(
  { held, isWhole, rest }: BegunBody,
  options: { readonly signal: AbortSignal; readonly onEnd: (end: BodyEnd) => void },
): ReadableStream<Uint8Array> {
  const { signal, onEnd } = options;
  const ready = [...held];
  let bytes = 0;
  let isOver = false;
  const end = (error?: unknown): void => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener("abort", onAbort);
    onEnd(error === undefined ? { bytes } : { bytes, error });
  };
  let breakOff = (_error: unknown): void => {};
  const onAbort = () => breakOff(signal.reason);
  return new ReadableStream<Uint8Array>({
    start(controller) {
      breakOff = (error) => {
        if (isOver) return;
        controller.error(brokenOff(error));
        end(error);
        // A client that asks for nothing leaves the loop where it is, with its connection.
        void rest.return?.().catch(() => undefined);
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort);
    },
    async pull(controller) {
      try {
        const next = ready.shift() ?? (isWhole ? undefined : (await rest.next()).value);
        if (isOver) return;
        if (next === undefined) {
          controller.close();
          end();
          return;
        }
        bytes += next.length;
        controller.enqueue(next);
      } catch (error) {
        breakOff(error);
      }
    },
    async cancel(reason) {
      // The signal first: the loop may be waiting for the server.
      end(reason ?? new DOMException("the client hung up", "AbortError"));
      await rest.return?.();
    },
  }, { highWaterMark: 0 });
}

/** Deno prints the error that breaks a body, so it is one line without what the server said. */
function brokenOff(error: unknown): Error {
  const broken = new DOMException(
    `The answer broke off: ${problemOf(error).message}`,
    "AbortError",
  );
  return Object.assign(broken, { stack: broken.message });
}
