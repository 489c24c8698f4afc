/** The reason why a cell cannot be read. */
export class CellFault {
  /** The reason, without the field's name. */
  readonly reason: string;
  /** An option that would help with all cells of this fault; a message has it once. */
  readonly remedy: string | undefined;

  /** Creates the fault from the text and a description of what is expected. */
  constructor(text: string, wanted: string, remedy?: string) {
    this.remedy = remedy;
    const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
    this.reason = `got ${shown}, expected ${wanted}`;
  }
}

/** Reads a cell as a value of a column, or returns a {@linkcode CellFault}. */
export type CellReader = (text: string) => unknown;
