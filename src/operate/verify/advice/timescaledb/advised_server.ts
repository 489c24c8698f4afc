import type { ServerInfo } from "../../../../timescale/mod.ts";

/** What advice has to know about a server: its versions, and where the extension's functions are. */
export type AdvisedServer = Pick<
  ServerInfo,
  "postgres" | "postgresMajor" | "timescaledb" | "schema" | "available"
>;
