import type { FaultRoom } from "../fault_line.ts";

export const redis: FaultRoom = {
  title: "Redis",
  lines: [],
};
