import type { FaultRoom } from "../fault_line.ts";

export const supply: FaultRoom = {
  title: "Permissions and supply chain",
  lines: [],
};
