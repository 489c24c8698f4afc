import type { FaultLine, FaultRoom, TestPlace } from "./fault_line.ts";
import { addFigures, describeFigures, type Figures } from "./figures.ts";
import type { TestResult } from "./printed_results.ts";

/** How a line of the table ended. */
export interface LineResult {
  /** The heading it stands under. */
  readonly room: string;
  /** The line. */
  readonly line: FaultLine;
  /** `held` if every test of it passed and none was missing. */
  readonly state: "held" | "failed" | "not run" | "left out";
  /** How many of its tests passed. */
  readonly passed: number;
  /** The names of those that failed or were skipped. */
  readonly others: readonly string[];
  /** What its tests measured. */
  readonly figures: Figures;
}

/** Tells whether a result is of a test that a line names. */
function isAt({ file, test = "" }: TestPlace, result: TestResult): boolean {
  return result.file === `tests/${file}` && result.name.startsWith(test);
}

/** Sets the results of the tests against the lines of the rooms. */
export function lineResults(
  rooms: readonly FaultRoom[],
  results: readonly TestResult[],
  figures: ReadonlyMap<string, Figures>,
): LineResult[] {
  return rooms.flatMap(({ title, lines }) =>
    lines.map((line) => {
      const found = line.tests.map((place) => results.filter((result) => isAt(place, result)));
      const all = found.flat();
      const failed = all.filter(({ state }) => state === "failed");
      const skipped = all.filter(({ state }) => state === "skipped");
      const passed = all.filter(({ state }) => state === "passed").length;
      const isMissing = found.some((tests) => !tests.some(({ state }) => state === "passed"));
      return {
        room: title,
        line,
        state: line.tests.length === 0
          ? "left out"
          : failed.length > 0
          ? "failed"
          : isMissing
          ? "not run"
          : "held",
        passed,
        others: [...failed, ...skipped].map(({ name }) => name),
        figures: figures.get(line.id) ?? {},
      };
    })
  );
}

/** Formats the table as Markdown, a heading a room. */
export function formatTable(results: readonly LineResult[]): string {
  const rooms = [...new Set(results.map(({ room }) => room))];
  return rooms.map((room) => {
    const rows = results.filter((result) => result.room === room).map(rowOf);
    return table(["Fault", "Held", "Result"], rows, room);
  }).join("\n\n");
}

function rowOf({ line, state, passed, others, figures }: LineResult): readonly string[] {
  const tests = `${passed} ${passed === 1 ? "test" : "tests"}`;
  const what = {
    "held": [tests, describeFigures(figures)],
    "failed": [`FAILED: ${others.join("; ")}`],
    "not run": [`not run: ${others.join("; ") || "no such test"}`],
    "left out": ["left out"],
  }[state].filter((text) => text !== "").join(", ");
  return [line.fault, line.held, line.leftOut === undefined ? what : `${what}. ${line.leftOut}`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[], title: string) {
  const cells = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [`### ${title}`, "", cells(head), cells(head.map(() => "---")), ...rows.map(cells)]
    .join("\n");
}

/** Formats the line under the table. */
export function closingLineOf(results: readonly LineResult[]): string {
  const count = (state: LineResult["state"]) =>
    results.filter((result) => result.state === state).length;
  const sum = results.reduce<Figures>((sum, { figures }) => addFigures(sum, figures), {});
  const { faults = 0, writes = 0, inputs = 0, cases = 0, lost = 0 } = sum;
  const number = (value: number) => value.toLocaleString("en-US");
  return `${count("held")} of ${results.length} lines held, ${count("failed")} failed, ` +
    `${count("not run")} not run, ${count("left out")} left out: ` +
    `${number(faults)} faults survived, ${number(writes)} writes acknowledged, ` +
    `${number(inputs)} bad inputs and ${number(cases)} random cases tried, ` +
    `${number(lost)} rows lost`;
}
