/** What a signal is about: an instrument, a series, or neither, which is the market. */
export interface SignalTarget {
  /** The instrument's id. */
  readonly instrumentId?: number | null | undefined;
  /** The series' id. */
  readonly seriesId?: number | null | undefined;
}

/**
 * The `subject` of a signal, which stands for its target in the key of `signals`:
 * `instrument:<id>`, `series:<id>` or `market`.
 *
 * @throws {TypeError} Where both are given: a signal is about one thing.
 */
export function signalSubject(target: SignalTarget): string {
  const { instrumentId, seriesId } = target;
  if (hasBothTargets(target)) {
    throw new TypeError(
      `Cannot name the subject of a signal: it has instrumentId ${instrumentId} and seriesId ${seriesId}, give one of them`,
    );
  }
  if (isGiven(instrumentId)) return `instrument:${instrumentId}`;
  return isGiven(seriesId) ? `series:${seriesId}` : "market";
}

/** Answers whether a target names an instrument and a series. */
export function hasBothTargets(target: SignalTarget): boolean {
  return isGiven(target.instrumentId) && isGiven(target.seriesId);
}

function isGiven(id: number | null | undefined): boolean {
  return id !== null && id !== undefined;
}
