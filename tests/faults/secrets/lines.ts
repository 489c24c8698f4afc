import type { FaultRoom } from "../fault_line.ts";

export const secrets: FaultRoom = {
  title: "Secrets",
  lines: [],
};
