import type { FaultRoom } from "../fault_line.ts";

export const versions: FaultRoom = {
  title: "Answers of server versions",
  lines: [],
};
