/** Gives a stream or a cursor the typed error where its connection is lost; it runs past `query`. */
export function nameLossOf(stream: unknown, named: (error: unknown) => unknown): void {
  // as: the driver calls this method, which its types leave out.
  const running = stream as { handleError?: (...told: unknown[]) => void };
  const { handleError } = running;
  running.handleError = (error, ...rest) => handleError?.call(stream, named(error), ...rest);
}
