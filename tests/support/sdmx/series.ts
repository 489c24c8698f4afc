/** A series of an SDMX service with everything that it ever said. */
export interface SdmxSeries {
  /** The dataflow's identifier, such as `RTD`, `NAMQ_10_GDP` or `DSD_NAMAIN1@DF_QNA`. */
  readonly flow: string;
  /** Who keeps the dataflow, where the service asks for it: `OECD.SDD.NAD`, `IMF.STA`. */
  readonly agency?: string;
  /** The dataflow's version, where the service asks for it. */
  readonly version?: string;
  /** The dimensions in the order of the key. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly title: string;
  readonly unit: string;
  /** Oldest first. What lies after the stand-in's clock is not published yet. */
  readonly vintages: readonly SdmxVintage[];
}

/** What was disseminated at one instant. */
export interface SdmxVintage {
  /** An ISO instant. */
  readonly at: string;
  /**
   * The values as text by their period (`2024-05`, `2024-Q1`, `2024-W05`, `2024-S1`, `2024`,
   * `2024-05-31`); empty is missing, null says that the observation is deleted.
   */
  readonly observations: Readonly<Record<string, string | null>>;
  /** Statuses other than `A`, by period: `p`, `e`, `b`, `M` as the service writes them. */
  readonly status?: Readonly<Record<string, string>>;
}
