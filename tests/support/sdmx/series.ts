/** A series of an SDMX service with its revision history. */
export interface SdmxSeries {
  /** The dataflow's identifier, such as `RTD`, `NAMQ_10_GDP` or `DSD_NAMAIN1@DF_QNA`. */
  readonly flow: string;
  /** The agency of the dataflow, if the service requires it: `OECD.SDD.NAD`, `IMF.STA`. */
  readonly agency?: string;
  /** The version of the dataflow, if the service requires it. */
  readonly version?: string;
  /** The dimensions in the order of the key. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly title: string;
  readonly unit: string;
  /** Oldest first. Vintages after the stand-in's clock are not published yet. */
  readonly vintages: readonly SdmxVintage[];
}

/** The values published at one instant. */
export interface SdmxVintage {
  /** An ISO instant. */
  readonly at: string;
  /**
   * The values as text by period (`2024-05`, `2024-Q1`, `2024-W05`, `2024-S1`, `2024`,
   * `2024-05-31`); empty text is missing, null deletes the observation.
   */
  readonly observations: Readonly<Record<string, string | null>>;
  /** Statuses other than `A` by period, as the service writes them: `p`, `e`, `b`, `M`. */
  readonly status?: Readonly<Record<string, string>>;
}
