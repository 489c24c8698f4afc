import type { Fragment } from "../page/mod.ts";
import { followChanges } from "./changes.ts";
import { openViewer, type Viewer } from "./viewer.ts";

/** A state of a page. */
export interface Rendered {
  readonly fragments: readonly Fragment[];
  /** True where a part is still being read: the state is asked for again soon. */
  readonly isPending: boolean;
}

/** When a state is asked for again of which a part was still being read, in milliseconds. */
const SOON_MS = 500;

/** Options of {@linkcode createLive}. */
export interface LiveOptions {
  /** Reads the state and writes it as fragments; failures are part of the state. */
  readonly render: () => Promise<Rendered>;
  /** The time between two reads while somebody looks, in milliseconds. */
  readonly everyMs: number;
  /** The most viewers at once. */
  readonly maxViewers: number;
  /** After how long a viewer that reads nothing is let go, in milliseconds. */
  readonly stallMs: number;
  /** Called if a read throws, which is a fault of this program. */
  readonly onError: (error: unknown) => void;
}

/** The state of a page with its version. */
export interface Snapshot {
  readonly fragments: readonly Fragment[];
  /** Where updates of the page begin. */
  readonly mark: string;
}

/** What a page shows, and the pages that are told of changes. */
export interface Live {
  /** The state, read again where it is too old, or in any case. */
  current(options?: { readonly isForced?: boolean }): Promise<Snapshot>;
  /** The stream of a page that knows the state of a mark; null where there are too many viewers. */
  join(mark: string): ReadableStream<Uint8Array> | null;
  /** How many look. */
  readonly viewers: number;
  /** Ends every stream. */
  close(): void;
}

/** Creates the live state of a page. */
export function createLive(options: LiveOptions): Live {
  const changes = followChanges();
  const viewers = new Set<Viewer>();
  // Marks of another run of this program say nothing here.
  const run = crypto.randomUUID().slice(0, 8);
  let { fragments, isPending }: Rendered = { fragments: [], isPending: true };
  let [readAt, isClosed] = [-Infinity, false];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: Promise<void> | undefined;
  const messages = new Map<number, Uint8Array>();

  const read = async (): Promise<void> => {
    ({ fragments, isPending } = await options.render());
    changes.put(fragments);
    messages.clear();
    readAt = performance.now();
  };
  const pauseMs = () => isPending ? Math.min(SOON_MS, options.everyMs) : options.everyMs;
  const refresh = (): Promise<void> => {
    reading ??= read().finally(() => reading = undefined);
    return reading;
  };
  const message = (since: number) => {
    let bytes = messages.get(since);
    if (bytes === undefined) {
      bytes = eventOf(changes.since(since), `${run}-${changes.version}`);
      messages.set(since, bytes);
    }
    return { bytes, version: changes.version };
  };
  const tick = async (): Promise<void> => {
    try {
      await refresh();
    } catch (error) {
      options.onError(error);
    }
    for (const viewer of viewers) {
      const stalled = viewer.stalledSince;
      if (stalled !== null && performance.now() - stalled > options.stallMs) viewer.close();
      else viewer.tell();
    }
    timer = undefined;
    plan();
  };
  const plan = (): void => {
    if (isClosed || viewers.size === 0 || timer !== undefined) return;
    timer = setTimeout(tick, pauseMs());
  };
  const leave = (viewer: Viewer): void => {
    viewers.delete(viewer);
    if (viewers.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    async current({ isForced = false } = {}) {
      if (isForced || performance.now() - readAt >= pauseMs()) await refresh();
      return { fragments, mark: `${run}-${changes.version}` };
    },
    join(mark) {
      if (isClosed || viewers.size >= options.maxViewers) return null;
      const { viewer, body } = openViewer({ since: versionOf(mark, run), message, onGone: leave });
      viewers.add(viewer);
      plan();
      return body;
    },
    get viewers() {
      return viewers.size;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const viewer of [...viewers]) viewer.close();
    },
  };
}

function versionOf(mark: string, run: string): number {
  const [of, version = ""] = mark.split("-");
  return of === run && /^\d{1,9}$/.test(version) ? Number(version) : 0;
}

const encoder = new TextEncoder();

/** A message of server-sent events; without changes, a comment that keeps the connection. */
function eventOf(changed: ReadonlyMap<string, string>, mark: string): Uint8Array {
  if (changed.size === 0) return encoder.encode(": nothing new\n\n");
  return encoder.encode(`id: ${mark}\ndata: ${JSON.stringify(Object.fromEntries(changed))}\n\n`);
}
