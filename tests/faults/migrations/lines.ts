import type { FaultRoom } from "../fault_line.ts";

export const migrations: FaultRoom = {
  title: "Migrations",
  lines: [],
};
