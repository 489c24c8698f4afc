import { effort } from "../effort.ts";

/** The kinds of servers that a migration is broken on: the long form takes each Community server. */
export const serverKinds = effort<readonly ("timescaledb" | "community")[]>({
  short: ["timescaledb"],
  long: ["timescaledb", "community"],
});
