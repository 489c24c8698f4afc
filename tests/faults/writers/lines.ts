import type { FaultRoom } from "../fault_line.ts";

export const writers: FaultRoom = {
  title: "Writers, fetchers, exporters",
  lines: [],
};
