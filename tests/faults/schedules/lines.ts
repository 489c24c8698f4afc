import type { FaultRoom } from "../fault_line.ts";

export const schedules: FaultRoom = {
  title: "Schedules",
  lines: [],
};
