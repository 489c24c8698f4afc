import type { FaultRoom } from "../fault_line.ts";

export const input: FaultRoom = {
  title: "Bad input",
  lines: [],
};
