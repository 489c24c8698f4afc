/** What a test measured for the table. */
export interface Figures {
  /** How many faults were provoked and survived. */
  readonly faults?: number;
  /** How many rows or commands were acknowledged under fault, the load held. */
  readonly writes?: number;
  /** How many bad inputs were tried. */
  readonly inputs?: number;
  /** How many acknowledged writes were not found again, or were found twice. */
  readonly lost?: number;
  /** How many random cases or schedules were tried. */
  readonly cases?: number;
  /** Any other figure, such as `98 % of the throughput after`. */
  readonly note?: string;
}

/** The variable with the file that takes the figures. */
export const FIGURES_FILE = "STRATA_TEST_FIGURES";

/** Adds the figures of a test to a line of the table; without a file for them, does nothing. */
export async function recordFigures(id: string, figures: Figures): Promise<void> {
  const file = Deno.env.get(FIGURES_FILE);
  if (file === undefined) return;
  // One write of a short line in append mode stays whole beside other processes.
  await Deno.writeTextFile(file, `${JSON.stringify({ id, figures })}\n`, { append: true });
}

/** Reads what tests recorded, added up by line. */
export function sumFigures(text: string): ReadonlyMap<string, Figures> {
  const sums = new Map<string, Figures>();
  for (const line of text.split("\n").filter((line) => line !== "")) {
    const { id, figures } = JSON.parse(line) as { id: string; figures: Figures }; // written above
    sums.set(id, addFigures(sums.get(id) ?? {}, figures));
  }
  return sums;
}

const COUNTS = ["faults", "writes", "inputs", "lost", "cases"] as const;

/** Adds two figures; notes are listed. */
export function addFigures(one: Figures, other: Figures): Figures {
  const notes = [...new Set([one.note, other.note].filter((note) => note !== undefined))];
  return {
    ...Object.fromEntries(
      COUNTS.flatMap((name) =>
        one[name] === undefined && other[name] === undefined
          ? []
          : [[name, (one[name] ?? 0) + (other[name] ?? 0)]]
      ),
    ),
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}

const WORDS: Readonly<Record<(typeof COUNTS)[number], string>> = {
  faults: "faults",
  writes: "writes",
  inputs: "inputs",
  cases: "cases",
  lost: "lost",
};

/** Formats figures for a cell, such as `200 faults, 12,345 writes, 0 lost`. */
export function describeFigures(figures: Figures): string {
  const counts = (["faults", "writes", "inputs", "cases", "lost"] as const).flatMap((name) =>
    figures[name] === undefined ? [] : [`${figures[name].toLocaleString("en-US")} ${WORDS[name]}`]
  );
  return [...counts, ...(figures.note === undefined ? [] : [figures.note])].join(", ");
}
