/** A test by its file under `tests/`, and the beginning of its name; every test of it by default. */
export interface TestPlace {
  /** Its file, such as `faults/pool/kills_test.ts`. */
  readonly file: string;
  /** How its name begins. */
  readonly test?: string;
}

/** One line of the table of faults. */
export interface FaultLine {
  /** Its name, unique in the table, such as `kill-migrator`. */
  readonly id: string;
  /** What happens, such as `kill -9 at every statement boundary`. */
  readonly fault: string;
  /** What counts as survived. */
  readonly held: string;
  /** The tests that provoke it; empty if it is left out. */
  readonly tests: readonly TestPlace[];
  /** Why no test provokes it, or what of it none does. */
  readonly leftOut?: string;
}

/** The lines of one room of `tests/faults`. */
export interface FaultRoom {
  /** The heading in the table. */
  readonly title: string;
  /** Its lines, in the order of the table. */
  readonly lines: readonly FaultLine[];
}
