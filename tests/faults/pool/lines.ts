import type { FaultRoom } from "../fault_line.ts";

export const pool: FaultRoom = {
  title: "The pool",
  lines: [],
};
