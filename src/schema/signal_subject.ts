/** The target of a signal: an instrument, a series, or neither for the whole market. */
export interface SignalTarget {
  /** The id of the instrument. */
  readonly instrumentId?: number | null | undefined;
  /** The id of the series. */
  readonly seriesId?: number | null | undefined;
}

/**
 * Returns the `subject` of a signal, which represents its target in the key of `signals`:
 * `instrument:<id>`, `series:<id>` or `market`.
 *
 * @throws {TypeError} If both are given: a signal has one target.
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

/** Tells whether a target names both an instrument and a series. */
export function hasBothTargets(target: SignalTarget): boolean {
  return isGiven(target.instrumentId) && isGiven(target.seriesId);
}

function isGiven(id: number | null | undefined): boolean {
  return id !== null && id !== undefined;
}
