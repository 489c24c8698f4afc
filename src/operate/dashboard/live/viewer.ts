/** An open page that is told of changes. */
export interface Viewer {
  /** The version of what it was told last. */
  sent: number;
  /** Tells it, if it has read what it was told before. */
  tell(): void;
  /** Ends its stream. */
  close(): void;
  /** Since when it has not read what was sent, in milliseconds of `performance.now()`; null if it has. */
  readonly stalledSince: number | null;
}

/** Options of {@linkcode openViewer}. */
export interface ViewerOptions {
  readonly since: number;
  /** Writes what changed since a version; undefined where nothing did. */
  readonly message: (since: number) => { readonly bytes: Uint8Array; readonly version: number };
  /** Called once when the page is gone, by either side. */
  readonly onGone: (viewer: Viewer) => void;
}

/** Opens the stream of a viewer: at most one message waits in it. */
export function openViewer(
  { since, message, onGone }: ViewerOptions,
): { readonly viewer: Viewer; readonly body: ReadableStream<Uint8Array> } {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let stalledSince: number | null = null;
  let isGone = false;
  const gone = () => {
    if (isGone) return;
    isGone = true;
    onGone(viewer);
  };
  const viewer: Viewer = {
    sent: since,
    tell() {
      if (isGone || controller === undefined) return;
      if ((controller.desiredSize ?? 0) <= 0) {
        stalledSince ??= performance.now();
        return;
      }
      const { bytes, version } = message(viewer.sent);
      viewer.sent = version;
      controller.enqueue(bytes);
    },
    close() {
      if (isGone) return;
      gone();
      controller?.close();
    },
    get stalledSince() {
      return stalledSince;
    },
  };
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
      viewer.tell();
    },
    pull() {
      if (stalledSince === null) return;
      // It has caught up: what changed meanwhile goes out as one message.
      stalledSince = null;
      viewer.tell();
    },
    cancel: gone,
  });
  return { viewer, body };
}
