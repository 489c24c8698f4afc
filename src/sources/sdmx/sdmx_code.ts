import { SourceError } from "../source_error.ts";

/** A series of an SDMX service. */
export interface SdmxCode {
  /** The dataflow, such as `EXR` or `OECD.SDD.STES,DSD_STES@DF_CLI,4.1`. */
  readonly flow: string;
  /** The codes of its dimensions, joined by points, such as `D.USD.EUR.SP00.A`. */
  readonly key: string;
}

/**
 * Reads the code of a series, `FLOW/KEY`.
 *
 * @throws {SourceError} If it has another form.
 */
export function readSdmxCode(code: string, source: string): SdmxCode {
  const [, flow, key] = /^([\w.,@$:~+-]+)\/([\w.@$:~-]+)$/.exec(code) ?? [];
  if (flow !== undefined && key !== undefined && !/(^|\.)(\.|$)/.test(key)) return { flow, key };
  throw new SourceError(
    "it is no code of one series, write FLOW/KEY with a code for every dimension, such as " +
      "EXR/D.USD.EUR.SP00.A",
    { source, series: code, code: "unknown_series" },
  );
}
