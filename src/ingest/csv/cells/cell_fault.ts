/** Says why a cell cannot be read. */
export class CellFault {
  /** The reason, without the field's name. */
  readonly reason: string;
  /** What helps all cells with this fault; a message says it once. */
  readonly remedy: string | undefined;

  /** Creates the fault from what was got and what is wanted. */
  constructor(text: string, wanted: string, remedy?: string) {
    this.remedy = remedy;
    const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
    this.reason = `got ${shown}, expected ${wanted}`;
  }
}

/** Reads a cell as a value of a column, or says why it cannot. */
export type CellReader = (text: string) => unknown;
