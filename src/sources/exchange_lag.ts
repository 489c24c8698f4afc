/**
 * How far an exchange and its clock may be behind, in milliseconds: a younger silence is not
 * believed yet, nor that a candle without a later one is finished.
 */
export const EXCHANGE_LAG_MS = 15 * 60_000;
