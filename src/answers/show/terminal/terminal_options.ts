import type { TaskContext } from "../../../cli/mod.ts";

/** How a picture is shown in a terminal. */
export interface TerminalOptions {
  /** The columns of the terminal. */
  readonly width: number;
  /** Whether the terminal takes colours. */
  readonly color: boolean;
  /** Colors a text. */
  readonly style: TaskContext["style"];
}
